// Whole requests with the whole responses they get: tests/golden/<verb>/<case>/{request,response}.json.
//
// SPOTWRIGHT_REGENERATE=1 writes the responses (and lays out the requests) instead of comparing; read the diff.
#include <gtest/gtest.h>

#include <filesystem>
#include <type_traits>

#include "spotwright/estimate_risk.h"
#include "src/codec/json.h"
#include "src/decisions.h"
#include "tests/support/files.h"
#include "tests/support/pretty_json.h"

namespace spotwright {
namespace {

using std::filesystem::path;

const path kRoot = SPOTWRIGHT_SOURCE_DIR;

// The response as JSON; fails the test when the decision returns an error.
std::string Respond(const Decision& decision, const std::string& request_json) {
  model::Object request(decision.request());
  model::Object response(decision.response());
  auto error = codec::DecodeJson(request.message(), request_json, codec::Unknown::kRefuse, request.data());
  if (!error) error = decision.run(request.data(), Call{}, response.data());
  EXPECT_FALSE(error) << error->field << " " << error->message;
  return codec::EncodeJson(response.message(), response.data());
}

void CheckCase(const Decision& decision, const path& folder) {
  SCOPED_TRACE(folder.string());
  const std::string request = test::ReadFile(folder / "request.json");
  const std::string laid_out = test::PrettyJson(request);
  const std::string response = test::PrettyJson(Respond(decision, request));
  if (test::Regenerating()) {
    test::WriteFile(folder / "request.json", laid_out);
    test::WriteFile(folder / "response.json", response);
    return;
  }
  EXPECT_EQ(request, laid_out);
  EXPECT_EQ(test::ReadFile(folder / "response.json"), response);
}

TEST(Golden, EveryCaseGetsItsResponse) {
  int cases = 0;
  for (const path& verb_folder : test::ListFolder(kRoot / "tests" / "golden")) {
    if (!std::filesystem::is_directory(verb_folder)) continue;
    const Decision* decision = FindDecision(verb_folder.filename().string());
    ASSERT_NE(decision, nullptr) << verb_folder << " is named after no verb";
    for (const path& folder : test::ListFolder(verb_folder)) {
      CheckCase(*decision, folder);
      ++cases;
    }
  }
  EXPECT_GT(cases, 10);
}

// A notice in one request, the loss that it announced in the next.
TEST(Golden, TheSecondOfTwoRequestsCarriesTheStateOfTheFirst) {
  const path folder = kRoot / "tests" / "golden" / "estimate_risk";
  EstimateRiskResponse first;
  EstimateRiskRequest second;
  const auto read = [&](const char* file, auto& into) {
    const model::Message& message = model::MessageOf<std::decay_t<decltype(into)>>();
    const auto error = codec::DecodeJson(message, test::ReadFile(folder / file), codec::Unknown::kRefuse, &into);
    EXPECT_FALSE(error) << error->field << " " << error->message;
  };
  read("notice/response.json", first);
  read("notice_then_loss/request.json", second);
  EXPECT_EQ(second.state, first.state);
  EXPECT_EQ(first.state.pools[0].notices.size(), 1U);
}

TEST(Golden, EveryExampleIsAnswered) {
  for (const path& file : test::ListFolder(kRoot / "examples" / "requests")) {
    SCOPED_TRACE(file.string());
    const Decision* decision = FindDecision(file.stem().string());
    ASSERT_NE(decision, nullptr) << file << " is named after no verb";
    EXPECT_NE(Respond(*decision, test::ReadFile(file)), "");
  }
}

}  // namespace
}  // namespace spotwright
