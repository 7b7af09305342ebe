// Digests of many packings, tests/golden/digests.txt: the same in every build, whatever the compiler and its options
// (`make identity` runs this with several). SPOTWRIGHT_REGENERATE=1 writes them instead of comparing.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "src/base/random.h"
#include "src/codec/json.h"
#include "src/decisions.h"
#include "tests/support/files.h"
#include "tests/support/random_cluster.h"

namespace spotwright {
namespace {

constexpr std::uint64_t kClusters = 200;
constexpr std::uint64_t kMarkets = 10;

// FNV-1a.
std::string Digest(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += kDigits[(hash >> shift) & 15];
  return digits;
}

// Many sizes of pods and nodes at prices that nothing divides, so that the linear programs have work to do.
PackRequest Market(std::uint64_t seed) {
  constexpr int kOffers = 40;
  constexpr int kWorkloads = 60;
  base::Random random(seed);
  PackRequest request;
  for (int i = 0; i < kOffers; ++i) {
    Offer& offer = request.offers.emplace_back();
    offer.instance_type = "type-" + std::to_string(i);
    offer.zone = "zone-1";
    offer.capacity_type = i % 2 == 0 ? CapacityType::kSpot : CapacityType::kOnDemand;
    const auto vcpus = std::int64_t{1} << (1 + random.Below(6));
    offer.allocatable.cpu_millicores = vcpus * 1000 - 150;
    offer.allocatable.memory_bytes = vcpus * static_cast<std::int64_t>(2 + random.Below(7)) << 30;
    offer.allocatable.pods = 110;
    if (offer.capacity_type == CapacityType::kSpot) {
      offer.interruption_band = static_cast<std::int64_t>(random.Below(5));
    }
    const double price = static_cast<double>(vcpus) * (0.02 + 0.03 * random.Unit());
    offer.price_usd_per_hour = static_cast<double>(static_cast<std::int64_t>(price * 1e6)) / 1e6;
  }
  for (int i = 0; i < kWorkloads; ++i) {
    Workload& workload = request.workloads.emplace_back();
    workload.name = "workload-" + std::to_string(i);
    workload.replicas = static_cast<std::int64_t>(1 + random.Below(12));
    workload.requests.cpu_millicores = static_cast<std::int64_t>(50 + random.Below(1500));
    workload.requests.memory_bytes = static_cast<std::int64_t>(64 + random.Below(6000)) << 20;
    workload.spot_tolerant = true;
    workload.restart_cost_usd = static_cast<double>(random.Below(4)) / 1000;
  }
  return request;
}

std::string DigestOf(PackRequest request, PackQuality quality) {
  request.policy.quality = quality;
  const Result<PackResponse> response = Pack(request);
  EXPECT_TRUE(response.ok()) << response.error().field << " " << response.error().message;
  return response.ok() ? Digest(codec::EncodeJson(FindDecision("pack")->response(), &*response)) : "";
}

TEST(Digests, PackingsAreTheSameInEveryBuild) {
  std::string digests;
  const auto add = [&](const std::string& name, const PackRequest& request) {
    digests += name;
    for (const PackQuality quality : {PackQuality::kFast, PackQuality::kBalanced, PackQuality::kOptimal}) {
      digests += " " + DigestOf(request, quality);
    }
    digests += "\n";
  };
  for (std::uint64_t seed = 1; seed <= kClusters; ++seed) {
    add("cluster " + std::to_string(seed), test::RandomCluster(seed));
  }
  for (std::uint64_t seed = 1; seed <= kMarkets; ++seed) add("market " + std::to_string(seed), Market(seed));

  const std::filesystem::path path = std::filesystem::path(SPOTWRIGHT_SOURCE_DIR) / "tests" / "golden" / "digests.txt";
  if (test::Regenerating()) {
    test::WriteFile(path, digests);
    return;
  }
  EXPECT_EQ(test::ReadFile(path), digests);
}

}  // namespace
}  // namespace spotwright
