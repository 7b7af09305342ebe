#include "src/formats/pod_requests.h"

#include <gtest/gtest.h>

#include <string>

namespace spotwright::formats {
namespace {

Amounts Requests(const std::string& spec) {
  JsonTree tree(spec);
  const Amounts amounts = EffectiveRequests(tree.Root());
  EXPECT_EQ(tree.error(), std::nullopt);
  return amounts;
}

std::string Container(const char* cpu, const char* extra = "") {
  return std::string(R"({"resources": {"requests": {"cpu": ")") + cpu + "\"}}" + extra + "}";
}
const char* const kSidecar = R"(, "restartPolicy": "Always")";

TEST(PodRequests, SumsContainers) {
  EXPECT_EQ(Requests(R"({"containers": [{"resources": {"requests": {"cpu": "100m", "memory": "1Mi"}}},
                                        {"resources": {"requests": {"cpu": "0.25", "example.com/x": "2"}}}, {}]})"),
            (Amounts{{"cpu", 350}, {"memory", 1048576}, {"example.com/x", 2}}));
  EXPECT_EQ(Requests("{}"), Amounts{});
}

TEST(PodRequests, AnInitContainerRunsAlone) {
  EXPECT_EQ(Requests("{\"initContainers\": [" + Container("2") + "," + Container("1") + "], \"containers\": [" +
                     Container("500m") + "," + Container("1") + "]}"),
            (Amounts{{"cpu", 2000}}));
  EXPECT_EQ(Requests("{\"initContainers\": [" + Container("1") + "], \"containers\": [" + Container("1500m") + "]}"),
            (Amounts{{"cpu", 1500}}));
}

TEST(PodRequests, ASidecarRunsBesideWhatStartsAfterIt) {
  // Sidecar first: 300 + 2000 while the init container runs.
  EXPECT_EQ(Requests("{\"initContainers\": [" + Container("300m", kSidecar) + "," + Container("2") +
                     "], \"containers\": [" + Container("1") + "]}"),
            (Amounts{{"cpu", 2300}}));
  // Sidecar last: the init container is over by then.
  EXPECT_EQ(Requests("{\"initContainers\": [" + Container("2") + "," + Container("300m", kSidecar) +
                     "], \"containers\": [" + Container("1") + "]}"),
            (Amounts{{"cpu", 2000}}));
  EXPECT_EQ(Requests("{\"initContainers\": [" + Container("300m", kSidecar) + "," + Container("200m", kSidecar) +
                     "], \"containers\": [" + Container("1") + "]}"),
            (Amounts{{"cpu", 1500}}));
}

TEST(PodRequests, ResourcesAreCountedEachByItself) {
  EXPECT_EQ(Requests(R"({"initContainers": [{"resources": {"requests": {"cpu": "2", "memory": "10"}}}],
                         "containers": [{"resources": {"requests": {"cpu": "1", "memory": "20"}}}]})"),
            (Amounts{{"cpu", 2000}, {"memory", 20}}));
}

TEST(PodRequests, OverheadComesOnTop) {
  EXPECT_EQ(Requests("{\"initContainers\": [" + Container("2") + "], \"containers\": [" + Container("1") +
                     R"(], "overhead": {"cpu": "100m", "memory": "64Mi"}})"),
            (Amounts{{"cpu", 2100}, {"memory", 67108864}}));
}

TEST(PodRequests, LimitsStandInForMissingRequests) {
  EXPECT_EQ(Requests(R"({"containers": [{"resources": {"limits": {"cpu": "1", "memory": "10"},
                                                        "requests": {"cpu": "100m"}}}]})"),
            (Amounts{{"cpu", 100}, {"memory", 10}}));
}

TEST(PodRequests, PodLevelRequestsReplaceTheSum) {
  EXPECT_EQ(Requests(R"({"resources": {"requests": {"cpu": "3"}, "limits": {"cpu": "4", "memory": "50"}},
                         "containers": [{"resources": {"requests": {"cpu": "1"}}}], "overhead": {"cpu": "1"}})"),
            (Amounts{{"cpu", 4000}, {"memory", 50}}));
}

TEST(PodRequests, NamesWhatIsWrong) {
  const auto error = [](const char* spec) {
    JsonTree tree(spec);
    EffectiveRequests(tree.Root());
    return tree.error().value_or("");
  };
  EXPECT_EQ(error(R"({"containers": [{}, {"resources": {"requests": {"cpu": "lots"}}}]})"),
            "containers[1].resources.requests.cpu: is \"lots\"; accepted: a Kubernetes quantity such as \"500m\" or "
            "\"2Gi\", not negative");
  EXPECT_EQ(error(R"({"containers": [{"resources": {"limits": {"nvidia.com/gpu": 1}}}]})"),
            "containers[0].resources.limits[\"nvidia.com/gpu\"]: is the number 1; accepted: a string");
}

TEST(PodRequests, HostileSumsDoNotOverflow) {
  std::string spec = "{\"containers\": [";
  for (int i = 0; i < 100; ++i)
    spec += std::string(i == 0 ? "" : ",") + R"({"resources":{"requests":{"memory":"7Ei"}}})";
  JsonTree tree(spec + "]}");
  ToResources(EffectiveRequests(tree.Root()), tree.Root()["containers"]);
  EXPECT_NE(tree.error().value_or("").find("containers: comes to "), std::string::npos);
}

TEST(PodRequests, BecomeResources) {
  JsonTree tree("{}");
  const Resources resources = ToResources(
      {{"cpu", 5}, {"memory", 6}, {"ephemeral-storage", 7}, {"nvidia.com/gpu", 2}, {"amd.com/gpu", 1}, {"zero", 0}},
      tree.Root());
  EXPECT_EQ(resources.cpu_millicores, 5);
  EXPECT_EQ(resources.memory_bytes, 6);
  EXPECT_EQ(resources.ephemeral_storage_bytes, 7);
  EXPECT_EQ(resources.gpus, 2);
  EXPECT_EQ(resources.extended, (std::map<std::string, std::int64_t>{{"amd.com/gpu", 1}}));
}

}  // namespace
}  // namespace spotwright::formats
