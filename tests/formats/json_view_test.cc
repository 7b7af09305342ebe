#include "src/formats/json_view.h"

#include <gtest/gtest.h>

#include <string>

namespace spotwright::formats {
namespace {

std::string ErrorOf(const std::string& text) {
  JsonTree tree(text);
  return tree.error().value_or("");
}

TEST(JsonView, ReadsEveryKind) {
  JsonTree tree(R"({"s": "a\u00e9\n", "i": -12, "t": true, "f": false, "n": null, "l": ["x", "y"], "m": {"k": "v"}})");
  const JsonView root = tree.Root();
  EXPECT_EQ(root["s"].Text(), "a\xC3\xA9\n");
  EXPECT_EQ(root["i"].RequiredInteger(-100, 100), -12);
  EXPECT_TRUE(root["t"].Flag(false));
  EXPECT_FALSE(root["f"].Flag(true));
  EXPECT_EQ(root["l"].TextList(), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(root["m"].TextMap(), (std::map<std::string, std::string>{{"k", "v"}}));
  EXPECT_EQ(tree.error(), std::nullopt);
}

TEST(JsonView, NullAndAbsentAreTheSame) {
  JsonTree tree(R"({"n": null, "map": {"gone": null}})");
  for (const char* name : {"n", "absent"}) {
    const JsonView view = tree.Root()[name];
    EXPECT_FALSE(view.present());
    EXPECT_EQ(view.Text("fallback"), "fallback");
    EXPECT_TRUE(view.Flag(true));
    EXPECT_EQ(view.Integer(7, 0, 9), 7);
    EXPECT_TRUE(view.Items().empty());
    EXPECT_TRUE(view.Members().empty());
    EXPECT_FALSE(view["deeper"]["still"].present());
  }
  EXPECT_TRUE(tree.Root()["map"].TextMap().empty());
  EXPECT_EQ(tree.error(), std::nullopt);
}

TEST(JsonView, NotesTheFirstErrorWithItsPath) {
  JsonTree tree(R"({"items": [{}, {"spec": {"cpu": true, "labels": {"a.b/c": 5}}}]})");
  JsonView spec = tree.Root()["items"];
  for (const JsonView item : tree.Root()["items"].Items()) spec = item["spec"];
  EXPECT_EQ(spec["cpu"].Text(), "");
  EXPECT_EQ(tree.error(), "items[1].spec.cpu: is true; accepted: a string");
  spec["labels"].TextMap();  // Later errors do not replace it.
  EXPECT_EQ(tree.error(), "items[1].spec.cpu: is true; accepted: a string");
}

TEST(JsonView, DescribesWhatItFound) {
  const auto error = [](const char* text, auto read) {
    JsonTree tree(text);
    read(tree.Root());
    return tree.error().value_or("");
  };
  EXPECT_EQ(error(R"({"a.b/c": 5})", [](JsonView v) { v.TextMap(); }),
            "[\"a.b/c\"]: is the number 5; accepted: a string");
  EXPECT_EQ(error(R"({"x": {}})", [](JsonView v) { v["x"]["name"].RequiredText(); }),
            "x.name: is missing; accepted: a string that is not empty");
  EXPECT_EQ(error(R"({"x": ""})", [](JsonView v) { v["x"].RequiredText(); }),
            "x: is \"\"; accepted: a string that is not empty");
  EXPECT_EQ(error(R"([1])", [](JsonView v) { v["x"].Text(); }), "is a list; accepted: an object");
  EXPECT_EQ(error(R"({"x": {}})", [](JsonView v) { v["x"].Items(); }), "x: is an object; accepted: a list");
  EXPECT_EQ(error(R"({"x": 1.5})", [](JsonView v) { v["x"].Integer(0, 0, 9); }),
            "x: is the number 1.5; accepted: an integer of 0 to 9");
  EXPECT_EQ(error(R"({"x": 99999999999999999999})", [](JsonView v) { v["x"].Integer(0, 0, 9); }),
            "x: is the number 99999999999999999999; accepted: an integer of 0 to 9");
  EXPECT_EQ(error(R"({"x": "1"})", [](JsonView v) { v["x"].Integer(0, 0, 9); }),
            "x: is \"1\"; accepted: an integer of 0 to 9");
  EXPECT_EQ(error(R"({"x": 1})", [](JsonView v) { v["x"].Flag(false); }),
            "x: is the number 1; accepted: true or false");
}

TEST(JsonView, RefusesWhatIsNoJson) {
  EXPECT_EQ(ErrorOf("{\n  \"a\": 1,\n  nope}"), "is not JSON: expected a key in double quotes at byte 14, found \"n\"");
  for (const char* text : {"", " ", "{", "[1,", "{\"a\"}", "{} {}", "nul", "01", "1.", "\"a", "\"\\x\"", "'a'", "[1,]",
                           "{\"a\":\"\xFF\"}", "\"\\ud800\"", "NaN", "\xFF\xFE{"}) {
    EXPECT_NE(ErrorOf(text), "") << text;
  }
  EXPECT_NE(ErrorOf(std::string("{}\0{", 4)), "");
}

TEST(JsonView, SkipsAByteOrderMark) { EXPECT_EQ(ErrorOf("\xEF\xBB\xBF{}"), ""); }

TEST(JsonView, BoundsNesting) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(ErrorOf(nested(64)), "");
  EXPECT_NE(ErrorOf(nested(65)).find("nests more than 64 levels"), std::string::npos);
  EXPECT_NE(ErrorOf(std::string(1'000'000, '[')).find("nests more than 64 levels"), std::string::npos);
}

TEST(JsonView, OfAKeyThatComesTwiceTheFirstCounts) {
  JsonTree tree(R"({"a": "1", "a": "2"})");
  EXPECT_EQ(tree.Root()["a"].Text(), "1");
  EXPECT_EQ(tree.Root().TextMap().at("a"), "1");
}

}  // namespace
}  // namespace spotwright::formats
