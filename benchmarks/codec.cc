// Subject "codec": a pack request of 20,000 single-replica workloads, in and out of JSON and the Protobuf wire format.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/report.h"
#include "spotwright/pack.h"
#include "src/codec/json.h"
#include "src/codec/protobuf.h"

namespace spotwright::bench {
namespace {

constexpr int kWorkloads = 20'000;
constexpr int kRuns = 15;

Workload MakeWorkload(int index) {
  Workload workload;
  workload.name = std::to_string(100'000'000 + index);
  for (char& c : workload.name) c = static_cast<char>(c - '0' + 'a');  // 9 letters
  workload.namespace_name = "team-" + std::to_string(index % 40);
  workload.requests.cpu_millicores = 50 * (1 + index % 80);
  workload.requests.memory_bytes = std::int64_t{1 << 20} * (64 + index % 4000);
  workload.node_selector = {{"example.com/disk", "nvme"}, {"example.com/tier", "batch"}};
  workload.zones = {"eu-west-1a", "eu-west-1b"};
  workload.tolerations = {{"spot", TolerationOperator::kEqual, "true", TaintEffect::kNoSchedule}};
  return workload;
}

PackRequest MakeRequest() {
  PackRequest request;
  for (int i = 0; i < kWorkloads; ++i) request.workloads.push_back(MakeWorkload(i));
  return request;
}

// Each of `work`'s calls; making and ending its argument is not its work.
std::vector<double> DecodeSeconds(const std::function<bool(PackRequest&)>& work) {
  std::vector<double> seconds;
  for (int run = 0; run <= kRuns; ++run) {
    PackRequest request;
    const auto start = std::chrono::steady_clock::now();
    const bool ok = work(request);
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    if (!ok || request.workloads.size() != kWorkloads) {
      std::fprintf(stderr, "the request does not read back\n");
      std::exit(1);
    }
    if (run > 0) seconds.push_back(passed.count());
  }
  std::sort(seconds.begin(), seconds.end());
  return seconds;
}

void Add(Report& report, const std::string& name, const std::vector<double>& seconds, std::size_t bytes) {
  const double median = Quantile(seconds, 0.5);
  report.Add(name, "workloads_per_second", kWorkloads / median, "1/s");
  report.Add(name, "mb_per_second", static_cast<double>(bytes) / 1e6 / median, "MB/s");
}

void Run(Report& report) {
  const PackRequest request = MakeRequest();
  const model::Message& message = model::MessageOf<PackRequest>();
  const std::string json = codec::EncodeJson(message, &request);
  const std::string wire = *codec::EncodeProtobuf(message, &request);
  report.Add("json", "bytes_per_workload", static_cast<double>(json.size()) / kWorkloads, "B");
  report.Add("protobuf", "bytes_per_workload", static_cast<double>(wire.size()) / kWorkloads, "B");

  Add(report, "json_decode", DecodeSeconds([&](PackRequest& into) {
        return !codec::DecodeJson(message, json, codec::Unknown::kRefuse, &into);
      }),
      json.size());
  Add(report, "json_encode", Seconds(kRuns, [&] { codec::EncodeJson(message, &request); }), json.size());
  Add(report, "protobuf_decode", DecodeSeconds([&](PackRequest& into) {
        return !codec::DecodeProtobuf(message, wire, codec::Unknown::kRefuse, &into);
      }),
      wire.size());
  Add(report, "protobuf_encode", Seconds(kRuns, [&] { static_cast<void>(codec::EncodeProtobuf(message, &request)); }),
      wire.size());
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  spotwright::bench::Report report("codec", spotwright::bench::ParseOptions(argc, argv));
  spotwright::bench::Run(report);
  return 0;
}
