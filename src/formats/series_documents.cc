#include "src/formats/series_documents.h"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "src/base/text.h"
#include "src/formats/load_csv.h"
#include "src/formats/offers.h"
#include "src/formats/on_a_step.h"
#include "src/formats/prometheus.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"

namespace spotwright::formats {
namespace {

using base::Cat;

// A sample and the document that tells it.
struct Told {
  Sample sample;
  std::size_t source = 0;

  // Of one moment gaps come last, so that values are met before them.
  bool operator<(const Told& other) const {
    return std::tuple(sample.unix_ms, !sample.value, sample.value, source) <
           std::tuple(other.sample.unix_ms, !other.sample.value, other.sample.value, other.source);
  }
};

std::string NameOf(const ImportRequest& request, std::size_t source) {
  const std::string& name = request.sources[source].name;
  return name.empty() ? Cat("sources[", source, "]") : name;
}

void Count(const Sample& sample, const std::string& series, Tally& tally) {
  if (sample.value) {
    tally.Use();
  } else {
    tally.Skip("reading is no number, which is a gap", series);
  }
}

// The samples of several documents in the order of time, what two of them tell alike once.
std::optional<Error> Merge(std::span<const SeriesPart> parts, const ImportRequest& request, std::vector<Tally>& tallies,
                           std::vector<Sample>& samples) {
  std::vector<Told> all;
  for (const SeriesPart& part : parts) {
    for (const Sample& sample : part.series.samples) all.push_back({sample, part.source});
  }
  std::sort(all.begin(), all.end());
  const std::string& name = parts[0].series.name;
  const Told* before = nullptr;  // The last that was kept.
  for (const Told& told : all) {
    if (before != nullptr && told.sample.unix_ms == before->sample.unix_ms) {
      if (!told.sample.value || told.sample == before->sample) {
        tallies[told.source].Skip("told by another document or line as well", name);
        continue;
      }
      if (told.source != before->source) {
        return SourceError(request, told.source,
                           Cat("gives ", base::Quoted(name), " as ", *told.sample.value, " at ", told.sample.unix_ms,
                               " ms, but ", NameOf(request, before->source), " as ", *before->sample.value,
                               "; accepted: one value. If these are two things, import the documents one by one"));
      }
    }
    Count(told.sample, name, tallies[told.source]);
    samples.push_back(told.sample);
    before = &told;
  }
  return std::nullopt;
}

std::optional<Error> CheckAlike(std::span<const SeriesPart> parts, const ImportRequest& request) {
  const ImportSource& first = request.sources[parts[0].source];
  for (const SeriesPart& part : parts) {
    const ImportSource& source = request.sources[part.source];
    if (source.series_kind == first.series_kind && source.series_capacity == first.series_capacity) continue;
    return SourceError(request, part.source,
                       Cat("has another series_kind or series_capacity than ", NameOf(request, parts[0].source),
                           ", but both give ", base::Quoted(part.series.name), "; accepted: the same of both"));
  }
  return std::nullopt;
}

// What names and readings say against what the series are taken for.
class Oddities {
 public:
  void Look(const ForecastSeries& series, std::span<const Sample> samples, bool from_prometheus) {
    const std::string metric = series.name.substr(0, series.name.find('{'));
    if (from_prometheus && series.kind == SeriesKind::kDemand && metric.ends_with("_total")) {
      counters_[metric].push_back(series.name);
    }
    double max = 0;
    for (const Sample& sample : samples) max = std::max(max, sample.value.value_or(0));
    if (series.kind == SeriesKind::kUtilisationPercent && max > 0 && max <= 1) {
      shares_.push_back(series.name);
      max_percent_ = std::max(max_percent_, max);
    }
  }

  void Report(std::vector<Reason>& warnings) const {
    for (const auto& [metric, names] : counters_) {
      warnings.push_back(model::MakeReason(
          "series_looks_like_counter",
          Cat(metric, " is a counter by its name, but its readings are taken for demand. Ask for rate(", metric,
              "[5m]), or give series_kind counter."),
          {}, names));
    }
    if (shares_.empty()) return;
    warnings.push_back(model::MakeReason(
        "utilisation_looks_like_share",
        Cat(shares_.size(), " series, such as ", shares_[0], ", are never above 1 percent: by the look of it they are ",
            "shares of 1. Ask for 100 times as much."),
        {{"max_percent", max_percent_}}, shares_));
  }

 private:
  std::map<std::string, std::vector<std::string>> counters_;  // Series by metric.
  std::vector<std::string> shares_;
  double max_percent_ = 0;
};

// Of one name.
std::optional<Error> Join(std::span<SeriesPart> parts, const ImportRequest& request,
                          std::vector<ForecastSeries>& joined, std::vector<Tally>& tallies, Oddities& oddities) {
  if (auto error = CheckAlike(parts, request)) return error;
  const ImportSource& source = request.sources[parts[0].source];
  std::vector<Sample> samples;
  if (parts.size() == 1) {
    samples = std::move(parts[0].series.samples);
    for (const Sample& sample : samples) Count(sample, parts[0].series.name, tallies[parts[0].source]);
  } else if (auto error = Merge(parts, request, tallies, samples)) {
    return error;
  }
  ForecastSeries series{.name = parts[0].series.name, .kind = source.series_kind, .history = {}, .capacity = {}};
  if (source.series_capacity) series.capacity = {{.unix_ms = 0, .capacity = *source.series_capacity}};
  const bool from_prometheus = std::any_of(parts.begin(), parts.end(), [&](const SeriesPart& part) {
    return request.sources[part.source].format == SourceFormat::kPrometheus;
  });
  oddities.Look(series, samples, from_prometheus);
  series.history = ToSeries(std::move(samples));
  joined.push_back(std::move(series));
  return std::nullopt;
}

}  // namespace

bool GivesSeries(SourceFormat format) {
  return format == SourceFormat::kPrometheus || format == SourceFormat::kLoadCsv;
}

std::optional<Error> CheckSeriesHints(const ImportRequest& request) {
  for (std::size_t i = 0; i < request.sources.size(); ++i) {
    const ImportSource& source = request.sources[i];
    const std::string path = model::ElementPath("sources", i);
    if (source.series_kind != SeriesKind::kDemand && !GivesSeries(source.format)) {
      return model::InvalidField(path + ".series_kind",
                                 "is of no use here; accepted with format prometheus or load_csv only");
    }
    if (source.series_capacity && source.series_kind != SeriesKind::kUtilisationPercent) {
      return model::InvalidField(path + ".series_capacity",
                                 "is of no use here; accepted with series_kind utilisation_percent only");
    }
  }
  return std::nullopt;
}

std::optional<std::string> ReadSeries(const ImportSource& source, std::size_t index, std::vector<SeriesPart>& parts,
                                      std::vector<Reason>& warnings) {
  SeriesDocument document;
  const std::string_view bare_name = BareName(source.name);
  auto problem = source.format == SourceFormat::kPrometheus ? ReadPrometheus(source.content, bare_name, document)
                                                            : ReadLoadCsv(source.content, bare_name, document);
  if (problem) return problem;
  const std::string path = Cat("sources[", index, "]");
  const std::string& name = source.name.empty() ? path : source.name;
  for (const std::string& remark : document.remarks) {
    warnings.push_back(model::MakeReason("prometheus_remark", Cat(name, ": Prometheus says: ", remark), {}, {path}));
  }
  bool any = false;
  for (NamedSeries& series : document.series) {
    any = any || !series.samples.empty();
    parts.push_back({index, std::move(series)});
  }
  if (!any) {
    warnings.push_back(
        model::MakeReason("no_readings",
                          Cat(name,
                              " holds no readings: nothing was measured in its interval, or the query names nothing "
                              "that exists."),
                          {}, {path}));
  }
  return std::nullopt;
}

std::optional<Error> JoinSeries(std::vector<SeriesPart> parts, const ImportRequest& request,
                                std::vector<ForecastSeries>& joined, std::vector<Tally>& tallies,
                                std::vector<Reason>& warnings) {
  std::stable_sort(parts.begin(), parts.end(),
                   [](const SeriesPart& a, const SeriesPart& b) { return a.series.name < b.series.name; });
  Oddities oddities;
  for (std::size_t begin = 0; begin < parts.size();) {
    std::size_t end = begin + 1;
    while (end < parts.size() && parts[end].series.name == parts[begin].series.name) ++end;
    if (auto error = Join(std::span(parts).subspan(begin, end - begin), request, joined, tallies, oddities)) {
      return error;
    }
    begin = end;
  }
  oddities.Report(warnings);
  return std::nullopt;
}

}  // namespace spotwright::formats
