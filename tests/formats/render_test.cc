#include "spotwright/render.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "src/decisions.h"
#include "src/formats/display_width.h"

namespace spotwright {
namespace {

namespace fs = std::filesystem;

// Each response stands in golden_render/<name>.json; what it is rendered to, beside it. The verb is the name up to a
// response's own part: plan_infeasible is one of plan.
struct Case {
  std::string_view name;
  std::string_view verb;
};

constexpr Case kCases[] = {
    {"assess_prices", "assess_prices"},
    {"assess_prices_alerts", "assess_prices"},
    {"grade_regions", "grade_regions"},
    {"balance_zones", "balance_zones"},
    {"consolidate", "consolidate"},
    {"decide_mix", "decide_mix"},
    {"estimate_risk", "estimate_risk"},
    {"forecast", "forecast"},
    {"import", "import"},
    {"launch", "launch"},
    {"meet_deadline", "meet_deadline"},
    {"pack", "pack"},
    {"plan", "plan"},
    {"plan_infeasible", "plan"},
    {"plan_nothing_to_do", "plan"},
    {"render", "render"},
    {"respond", "respond"},
    {"return_to_spot", "return_to_spot"},
    {"scale", "scale"},
};

fs::path GoldenPath(std::string_view name, std::string_view suffix) {
  return fs::path(SPOTWRIGHT_SOURCE_DIR) / "tests" / "golden_render" / base::Cat(name, suffix);
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

RenderRequest RequestOf(const Case& c) {
  RenderRequest request;
  request.verb = c.verb;
  request.response_json = ReadFile(GoldenPath(c.name, ".json"));
  return request;
}

std::string TextOf(const RenderRequest& request) {
  const Result<RenderResponse> result = Render(request);
  if (result.ok()) return result->text;
  ADD_FAILURE() << result.error().field << ": " << result.error().message;
  return "";
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    lines.push_back(text.substr(begin, end - begin));
  }
  EXPECT_EQ(begin, text.size()) << "the text ends with a newline";
  return lines;
}

// Compares with the checked-in text, or with SPOTWRIGHT_REGENERATE set writes it.
void ExpectGolden(const Case& c, std::string_view suffix, const std::string& text) {
  const fs::path path = GoldenPath(c.name, suffix);
  if (std::getenv("SPOTWRIGHT_REGENERATE") != nullptr) std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(ReadFile(path), text) << path << "; if the change is meant, run with SPOTWRIGHT_REGENERATE=1";
}

TEST(RenderTest, EveryVerbHasAGoldenCase) {
  for (const Decision& decision : Decisions()) {
    bool found = false;
    for (const Case& c : kCases) found = found || c.verb == decision.verb;
    EXPECT_TRUE(found) << decision.verb;
  }
}

TEST(RenderTest, TablesAreAsChecked) {
  for (const Case& c : kCases) {
    RenderRequest request = RequestOf(c);
    for (const int width : {60, 100, 160}) {
      request.width_columns = width;
      ExpectGolden(c, base::Cat("_", width, ".txt"), TextOf(request));
    }
  }
}

TEST(RenderTest, MarkdownIsAsChecked) {
  for (const Case& c : kCases) {
    RenderRequest request = RequestOf(c);
    request.output = RenderOutput::kMarkdown;
    ExpectGolden(c, ".md", TextOf(request));
  }
}

TEST(RenderTest, NoLineIsWiderThanTheTerminal) {
  for (const Case& c : kCases) {
    RenderRequest request = RequestOf(c);
    for (int width = 40; width <= 250; ++width) {
      request.width_columns = width;
      for (const std::string& line : Lines(TextOf(request))) {
        EXPECT_LE(formats::DisplayWidth(line), width) << c.name << ": " << line;
      }
    }
  }
}

TEST(RenderTest, ColourAddsNothingToTheText) {
  for (const Case& c : kCases) {
    RenderRequest request = RequestOf(c);
    const std::string plain = TextOf(request);
    EXPECT_EQ(plain.find('\x1b'), std::string::npos);
    request.color = true;
    const std::string colored = TextOf(request);
    EXPECT_NE(colored, plain);
    std::string stripped;
    for (std::size_t i = 0; i < colored.size(); ++i) {
      if (colored[i] == '\x1b') {
        i = colored.find('m', i);
      } else {
        stripped.push_back(colored[i]);
      }
    }
    // Padding after a painted cell at the end of a line is all that may differ.
    std::vector<std::string> stripped_lines = Lines(stripped);
    for (std::string& line : stripped_lines) line.erase(line.find_last_not_of(' ') + 1);
    EXPECT_EQ(stripped_lines, Lines(plain)) << c.name;
  }
}

TEST(RenderTest, AnEmptyResponseOfEachVerbIsRendered) {
  for (const Decision& decision : Decisions()) {
    for (const RenderOutput output : {RenderOutput::kTable, RenderOutput::kMarkdown}) {
      RenderRequest request{.verb = std::string(decision.verb), .response_json = "{}", .output = output};
      EXPECT_FALSE(Lines(TextOf(request)).empty()) << decision.verb;
    }
  }
}

TEST(RenderTest, ExtremeNumbersDoNotMatter) {
  RenderRequest request;
  request.verb = "plan";
  request.response_json = R"({"summary": {"cost_now_usd_per_hour": 1e308, "cost_planned_usd_per_hour": -1e308,
      "gap": 1e308, "nodes_now": -9223372036854775808, "pods": 9223372036854775807},
      "launches": [{"pool": {"capacity_type": "spot"}, "count": 9223372036854775807, "price_usd_per_hour": 1e308,
                    "interruption_band": -9223372036854775808, "cpu_fill_share": -5},
                   {"pool": {"capacity_type": "spot"}, "count": 9223372036854775807, "cpu_fill_share": 1e300}],
      "zones": [{"nodes_now": -9223372036854775808, "nodes_planned": 9223372036854775807}],
      "unplaced": [{"workload": "a", "replicas": 9223372036854775807}, {"workload": "b", "replicas": 9223372036854775807}],
      "call_again_at_unix_ms": -9223372036854775808})";
  for (const RenderOutput output : {RenderOutput::kTable, RenderOutput::kMarkdown}) {
    request.output = output;
    EXPECT_FALSE(TextOf(request).empty());
  }
}

TEST(RenderTest, NamesCannotSteerTheTerminalOrTheMarkdown) {
  RenderRequest request;
  request.verb = "balance_zones";
  request.response_json = R"({"zones": [{"zone": "a\u001b[31m\u202ezone|<b>*x*\nnext"}]})";
  const std::string table = TextOf(request);
  EXPECT_EQ(table.find('\x1b'), std::string::npos);
  EXPECT_EQ(table.find("\u202e"), std::string::npos);
  request.output = RenderOutput::kMarkdown;
  EXPECT_NE(TextOf(request).find(R"(zone\|\<b>\*x\* next |)"), std::string::npos) << TextOf(request);
}

struct BadRequest {
  RenderRequest request;
  std::string_view field;
  std::string_view message;
};

TEST(RenderTest, BadRequestsAreNamed) {
  const BadRequest kBad[] = {
      {{.verb = "plam", .response_json = "{}"},
       "verb",
       "is \"plam\"; accepted: assess_prices, estimate_risk, grade_regions, forecast, scale, decide_mix, "
       "balance_zones, pack, "
       "consolidate, launch, return_to_spot, meet_deadline, respond, plan, import, render"},
      {{.verb = "", .response_json = "{}"}, "verb", "is empty; it is required"},
      {{.verb = "plan", .response_json = ""}, "response_json", "is empty; it is required"},
      {{.verb = "plan", .response_json = "{}", .width_columns = 39}, "width_columns", "is 39; accepted: 40 to 400"},
      {{.verb = "plan", .response_json = "{}", .output = static_cast<RenderOutput>(9)},
       "output",
       "is 9, an unknown value; accepted: table, markdown"},
  };
  for (const BadRequest& bad : kBad) {
    const Result<RenderResponse> result = Render(bad.request);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(result.error().field, bad.field);
    EXPECT_EQ(result.error().message, bad.message);
  }
}

TEST(RenderTest, AMalformedResponseIsNamedWithItsPath) {
  const Result<RenderResponse> result = Render({.verb = "plan", .response_json = R"({"summary": {"pods": "many"}})"});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().field, "response_json");
  EXPECT_EQ(result.error().message.rfind("summary.pods: ", 0), 0u) << result.error().message;
}

TEST(RenderTest, StopsWhenCancelled) {
  Call call;
  call.cancelled = [] { return true; };
  const Result<RenderResponse> result = Render({.verb = "plan", .response_json = "{}"}, call);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace spotwright
