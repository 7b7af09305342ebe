#include "src/formats/prometheus.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>
#include <utility>

#include "src/base/text.h"
#include "src/formats/json_view.h"
#include "src/formats/reading_text.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr const char* kMetricName = "__name__";

// As Prometheus writes a label's value.
std::string InQuotes(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text.push_back('\\');
    if (c == '\n') {
      text += "\\n";
    } else {
      text.push_back(c);
    }
  }
  return text + "\"";
}

std::int64_t ReadUnixMs(JsonView place) {
  const std::string_view text = place.RequiredNumber();
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || !(seconds >= 0 && seconds <= kLastUnixMs / 1000)) {
    place.Refuse("a time in seconds since 1970, from 0 to 1e11");
    return 0;
  }
  return static_cast<std::int64_t>(std::floor(seconds * 1000 + 0.5));
}

// [1767225600.5, "42"]
void ReadPoint(JsonView pair, std::vector<Sample>& samples) {
  Sample sample;
  int parts = 0;
  for (const JsonView part : pair.Items()) {
    if (++parts == 1) {
      sample.unix_ms = ReadUnixMs(part);
    } else if (parts == 2 && !ReadReading(part.Text("0"), sample.value)) {
      part.Refuse(kAcceptedReading);
    }
  }
  if (parts != 2) pair.Refuse("a time and a value, such as [1767225600, \"42\"]");
  samples.push_back(sample);
}

void RefuseHistogram(JsonView histogram) {
  if (!histogram.present()) return;
  histogram.Fail(
      "is a native histogram; accepted: numbers. Ask for histogram_quantile(0.95, ...), histogram_count(...) or "
      "histogram_sum(...) of it");
}

class Reader {
 public:
  Reader(std::string_view bare_name, SeriesDocument& document) : bare_name_(bare_name), document_(document) {}

  void Read(JsonView root) {
    if (!CheckStatus(root)) return;
    ReadRemarks(root);
    const JsonView data = root["data"];
    const std::string_view type = data["resultType"].RequiredText();
    const JsonView result = data["result"];
    if (!result.present()) result.Refuse("a list");
    if (type == "matrix") {
      for (const JsonView item : result.Items()) {
        RefuseHistogram(item["histograms"]);
        if (!item["values"].present()) item["values"].Refuse("a list of times and values");
        NamedSeries& series = Add(item);
        for (const JsonView pair : item["values"].Items()) ReadPoint(pair, series.samples);
      }
    } else if (type == "vector") {
      for (const JsonView item : result.Items()) {
        RefuseHistogram(item["histogram"]);
        ReadPoint(item["value"], Add(item).samples);
      }
    } else if (type == "scalar") {
      document_.series.push_back({std::string(bare_name_), {}});
      ReadPoint(result, document_.series.back().samples);
    } else {
      data["resultType"].Refuse("matrix, vector or scalar, as queries for numbers give");
    }
  }

 private:
  static bool CheckStatus(JsonView root) {
    const JsonView status = root["status"];
    const std::string_view text = status.RequiredText();
    if (text == "error") {
      status.Fail(Cat("is \"error\": ", root["errorType"].Text("unknown"), ": ", root["error"].Text("no message"),
                      "; accepted: success. Mend the query and ask again"));
    } else if (text != "success") {
      status.Refuse("success");
    }
    return !root.failed();
  }

  void ReadRemarks(JsonView root) {
    for (const char* key : {"warnings", "infos"}) {
      for (const std::string& remark : root[key].TextList()) document_.remarks.push_back(remark);
    }
    if (root["isPartial"].Flag(false)) document_.remarks.emplace_back("the answer is partial");  // VictoriaMetrics.
  }

  NamedSeries& Add(JsonView item) {
    const JsonView metric = item["metric"];
    std::string name = PrometheusName(metric.TextMap(), bare_name_);
    if (!names_.insert(name).second) {
      (metric.present() ? metric : item)
          .Fail(Cat("gives the series the name ", base::Quoted(name),
                    ", as another one's labels do; accepted: each name once. Keep the labels that tell them apart"));
    }
    return document_.series.emplace_back(NamedSeries{std::move(name), {}});
  }

  std::string_view bare_name_;
  SeriesDocument& document_;
  std::set<std::string> names_;
};

}  // namespace

std::string PrometheusName(const std::map<std::string, std::string>& labels, std::string_view bare_name) {
  std::string name;
  std::string listed;
  std::string_view last_value;
  int count = 0;
  for (const auto& [label, value] : labels) {
    if (value.empty()) continue;
    if (label == kMetricName) {
      name = value;
      continue;
    }
    listed += Cat(count++ == 0 ? "" : ", ", label, "=", InQuotes(value));
    last_value = value;
  }
  if (count == 0) return name.empty() ? std::string(bare_name) : name;
  if (name.empty() && count == 1) return std::string(last_value);
  return Cat(name, "{", listed, "}");
}

std::optional<std::string> ReadPrometheus(std::string_view text, std::string_view bare_name, SeriesDocument& document) {
  JsonTree tree(text);
  if (!tree.error()) Reader(bare_name, document).Read(tree.Root());
  return tree.error();
}

}  // namespace spotwright::formats
