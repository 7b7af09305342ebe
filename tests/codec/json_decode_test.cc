// What strict JSON refuses, where it says the fault is, and what it says.
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spotwright/pack.h"
#include "src/codec/json.h"
#include "tests/codec/every_kind.h"

namespace spotwright::codec {
namespace {

using test::Color;
using test::EveryKind;
using test::Tree;

template <typename T>
std::optional<Error> Decode(std::string_view json, T& object, Unknown unknown = Unknown::kRefuse) {
  return DecodeJson(model::MessageOf<T>(), json, unknown, &object);
}

template <typename T>
T Decoded(std::string_view json, Unknown unknown = Unknown::kRefuse) {
  T object;
  const auto error = Decode(json, object, unknown);
  EXPECT_FALSE(error) << json << "\n" << error->field << ": " << error->message;
  return object;
}

struct Refusal {
  std::string_view json;
  std::string_view field;
  std::string_view message;  // A part of it.
};

template <typename T>
void ExpectRefusals(const std::vector<Refusal>& refusals, Unknown unknown = Unknown::kRefuse) {
  for (const Refusal& refusal : refusals) {
    SCOPED_TRACE(refusal.json.substr(0, 200));
    T object;
    const auto error = Decode(refusal.json, object, unknown);
    if (!error) {
      ADD_FAILURE() << "was accepted";
      continue;
    }
    EXPECT_EQ(error->code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(error->field, refusal.field);
    EXPECT_NE(error->message.find(refusal.message), std::string::npos) << error->message;
    EXPECT_EQ(error->message.find('\n'), std::string::npos);
  }
}

// `depth` arrays and objects around nothing: Tree's own nesting takes two levels at a time.
std::string NestedTree(int depth) {
  std::string json;
  for (int i = 0; i + 1 < depth; i += 2) json += R"({"children":[)";
  if (depth % 2 == 1) json += "{}";
  for (int i = 0; i + 1 < depth; i += 2) json += "]}";
  return json;
}

TEST(JsonDecode, ReadsEveryKind) {
  const auto all = Decoded<EveryKind>(R"( {
    "flag": false, "count": -9223372036854775808, "ratio": 1.5e-3, "text": "a\u00e9\ud83d\ude00\n\"\/", "color": "blue",
    "leaf": {"name": "x"}, "maybe_flag": false, "maybe_count": 9223372036854775807, "maybe_ratio": 12, "maybe_text": "",
    "maybe_color": "red", "maybe_leaf": {}, "counts": [1, -0, 0], "ratios": [-0.0, 1E2], "texts": ["", "t"],
    "colors": ["red", "red"], "leaves": [{}, {"weight": 3}], "flag_by_name": {"a": true}, "count_by_name": {"": 1},
    "ratio_by_name": {"a\u0000b": 0.25}, "text_by_name": {"k": "v", "K": "V"}, "color_by_name": {"c": "green"},
    "leaf_by_name": {"l": {"name": "y"}} } )");
  EveryKind expected{.flag = false, .count = std::numeric_limits<std::int64_t>::min(), .ratio = 0.0015};
  expected.text = "a\u00e9\U0001F600\n\"/";
  expected.color = Color::kBlue;
  expected.leaf.name = "x";
  expected.maybe_flag = false;
  expected.maybe_count = std::numeric_limits<std::int64_t>::max();
  expected.maybe_ratio = 12;
  expected.maybe_text = "";
  expected.maybe_color = Color::kRed;
  expected.maybe_leaf.emplace();
  expected.counts = {1, 0, 0};
  expected.ratios = {0, 100};
  expected.texts = {"", "t"};
  expected.colors = {Color::kRed, Color::kRed};
  expected.leaves = {{}, {"", 3}};
  expected.flag_by_name = {{"a", true}};
  expected.count_by_name = {{"", 1}};
  expected.ratio_by_name = {{std::string("a\0b", 3), 0.25}};
  expected.text_by_name = {{"k", "v"}, {"K", "V"}};
  expected.color_by_name = {{"c", Color::kGreen}};
  expected.leaf_by_name = {{"l", {"y", 0}}};
  EXPECT_EQ(all, expected);
}

TEST(JsonDecode, ReadsKeysInAnyOrder) {
  const auto all =
      Decoded<EveryKind>(R"({"leaf_by_name":{},"counts":[1],"text":"t","flag":false,"leaf":{"weight":2}})");
  EXPECT_EQ(all.counts, (std::vector<std::int64_t>{1}));
  EXPECT_EQ(all.text, "t");
  EXPECT_FALSE(all.flag);
  EXPECT_EQ(all.leaf.weight, 2);
}

TEST(JsonDecode, RefusesUnknownKeys) {
  ExpectRefusals<PackRequest>({
      {R"({"workload":[]})", "workload", R"(unknown field; did you mean "workloads"? accepted: workloads, offers)"},
      {R"({"workloads":[{"name":"a"},{"name":"b","requests":{"cpu_milicores":5}}]})",
       "workloads[1].requests.cpu_milicores", R"(unknown field; did you mean "cpu_millicores"?)"},
      {R"({"zzzzzzzzzzzz":1})", "zzzzzzzzzzzz", "unknown field; accepted: workloads"},
      {R"({"":1})", R"([""])", "unknown field"},
      {"{\"a b\\n\":1}", R"(["a b\x0a"])", "unknown field"},
      {"{\"\xff\":1}", R"(["\xff"])", "unknown field"},
      {R"({"Workloads":[]})", "Workloads", R"(did you mean "workloads"?)"},
  });
}

TEST(JsonDecode, RefusesWrongTypes) {
  ExpectRefusals<EveryKind>({
      {"[]", "", "is an array; accepted: an object"},
      {"1", "", "is 1; accepted: an object"},
      {R"("x")", "", "is the string \"x\"; accepted: an object"},
      {"null", "", "is null; accepted: an object"},
      {"true", "", "is true; accepted: an object"},
      {R"({"flag":1})", "flag", "is 1; accepted: true or false"},
      {R"({"flag":"true"})", "flag", "is the string \"true\"; accepted: true or false"},
      {R"({"count":"7"})", "count", "is the string \"7\"; accepted: an integer"},
      {R"({"count":1.0})", "count", "is 1.0; accepted: an integer, written without fraction or exponent"},
      {R"({"count":1e3})", "count", "is 1e3; accepted: an integer, written without fraction or exponent"},
      {R"({"count":true})", "count", "is true; accepted: an integer"},
      {R"({"ratio":"0.5"})", "ratio", "accepted: a number"},
      {R"({"ratio":{}})", "ratio", "is an object; accepted: a number"},
      {R"({"text":5})", "text", "is 5; accepted: a string"},
      {R"({"text":["a"]})", "text", "is an array; accepted: a string"},
      {R"({"color":2})", "color", "is 2; accepted: a string, one of red, green, blue"},
      {R"({"leaf":[]})", "leaf", "is an array; accepted: an object"},
      {R"({"leaf":"x"})", "leaf", "accepted: an object"},
      {R"({"counts":5})", "counts", "is 5; accepted: an array, each element an integer"},
      {R"({"counts":{}})", "counts", "is an object; accepted: an array, each element an integer"},
      {R"({"counts":[1,"2"]})", "counts[1]", "is the string \"2\"; accepted: an integer"},
      {R"({"counts":[[1]]})", "counts[0]", "is an array; accepted: an integer"},
      {R"({"leaves":[{},5]})", "leaves[1]", "is 5; accepted: an object"},
      {R"({"leaves":[{},{"weight":"5"}]})", "leaves[1].weight", "accepted: an integer"},
      {R"({"text_by_name":[]})", "text_by_name", "is an array; accepted: an object, with each value a string"},
      {R"({"text_by_name":{"a":"b","c":1}})", R"(text_by_name["c"])", "is 1; accepted: a string"},
      {R"({"leaf_by_name":{"a":{"weight":""}}})", R"(leaf_by_name["a"].weight)", "accepted: an integer"},
      {R"({"maybe_count":null})", "maybe_count", "is null; accepted: an integer"},
      {R"({"leaf":null})", "leaf", "is null; accepted: an object"},
      {R"({"counts":[null]})", "counts[0]", "is null; accepted: an integer"},
      {R"({"counts":null})", "counts", "is null; accepted: an array"},
      {R"({"text_by_name":{"a":null}})", R"(text_by_name["a"])", "is null; accepted: a string"},
  });
}

TEST(JsonDecode, RefusesNumbersOutOfReach) {
  const std::string long_integer = R"({"count":)" + std::string(5000, '9') + "}";
  const std::string long_fraction = R"({"ratio":0.)" + std::string(5000, '0') + "1}";
  ExpectRefusals<EveryKind>({
      {R"({"count":9223372036854775808})", "count", "is 9223372036854775808; accepted: an integer from -9223372036"},
      {R"({"count":-9223372036854775809})", "count", "is -9223372036854775809; accepted"},
      {R"({"count":18446744073709551616})", "count", "is 18446744073709551616; accepted"},
      {long_integer, "count", "a number within the range of a double"},
      {R"({"ratio":1e999})", "ratio", "a number within the range of a double"},
      {R"({"ratio":-1e309})", "ratio", "a number within the range of a double"},
      {R"({"ratio":17976931348623158e293})", "ratio", "accepted: a number within the range of a double"},
      {R"({"ratio":1e-400})", "ratio", "is 1e-400; accepted: a number within the range of a double"},
      {R"({"ratio":1e-2147483648123})", "ratio", "accepted: a number within the range of a double"},
      {long_fraction, "ratio", "accepted: a number within the range of a double"},
      {R"({"ratio":NaN})", "ratio", "expected a value at byte 9"},
      {R"({"ratio":Infinity})", "ratio", "expected a value"},
      {R"({"ratio":+1})", "ratio", "expected a value"},
      {R"({"ratio":.5})", "ratio", "expected a value"},
      {R"({"ratio":1.})", "ratio", "expected a digit after the decimal point"},
      {R"({"ratio":1e})", "ratio", "expected a digit in the exponent"},
      {R"({"ratio":01})", "ratio", "expected a comma or '}'"},
      {R"({"ratio":0x10})", "ratio", "expected a comma or '}'"},
  });
  EXPECT_EQ(Decoded<EveryKind>(R"({"ratio":0.)" + std::string(5000, '0') + "}").ratio, 0);
  EXPECT_EQ(Decoded<EveryKind>(R"({"ratio":1.)" + std::string(5000, '3') + "}").ratio, 4.0 / 3);
}

TEST(JsonDecode, RefusesUnknownEnumNames) {
  ExpectRefusals<EveryKind>({
      {R"({"color":"gren"})", "color", R"(is "gren"; did you mean "green"? accepted: red, green, blue)"},
      {R"({"color":""})", "color", R"(is ""; accepted: red, green, blue)"},
      {R"({"color":"RED"})", "color", R"(is "RED"; )"},
      {R"({"colors":["red","purple"]})", "colors[1]", "accepted: red, green, blue"},
  });
}

TEST(JsonDecode, RefusesWhatIsMissing) {
  ExpectRefusals<Tree>({
      {R"({"needy":{}})", "needy.count", "is missing; it is required"},
      {R"({"needy":{"count":1}})", "needy.color", "is missing; it is required"},
      {R"({"needy":{"color":"red","text":"t"}})", "needy.count", "is missing"},
      {R"({"children":[{},{"needy_by_name":{"a":{"count":0,"color":"red"}}}]})",
       R"(children[1].needy_by_name["a"].text)", "is missing"},
  });
  Decoded<Tree>(R"({"needy":{"text":"t","color":"red","count":0}})");
}

TEST(JsonDecode, RefusesDuplicates) {
  ExpectRefusals<EveryKind>({
      {R"({"count":1,"count":1})", "count", "comes twice"},
      {R"({"count":1,"text":"","count":1})", "count", "comes twice"},
      {R"({"counts":[],"counts":[]})", "counts", "comes twice"},
      {R"({"leaf":{},"leaf":{}})", "leaf", "comes twice"},
      {R"({"maybe_leaf":{"weight":1,"weight":2}})", "maybe_leaf.weight", "comes twice"},
      {R"({"text_by_name":{"a":"","b":"","a":""}})", "text_by_name", R"(has the key "a" twice)"},
      {R"({"text_by_name":{"a":"","\u0061":""}})", "text_by_name", R"(has the key "a" twice)"},
  });
}

TEST(JsonDecode, RefusesInvalidUtf8) {
  ExpectRefusals<EveryKind>({
      {"{\"text\":\"a\xff\"}", "text", R"(is "a\xff", which is not UTF-8)"},
      {"{\"text\":\"\xc0\x80\"}", "text", "which is not UTF-8"},
      {"{\"text\":\"\xed\xa0\x80\"}", "text", "which is not UTF-8"},
      {"{\"text\":\"\xf4\x90\x80\x80\"}", "text", "which is not UTF-8"},
      {"{\"text\":\"\xe2\x82\"}", "text", "which is not UTF-8"},
      {"{\"texts\":[\"\",\"\xff\"]}", "texts[1]", "which is not UTF-8"},
      {"{\"text_by_name\":{\"\xff\":\"\"}}", "text_by_name", R"(has the key "\xff", which is not UTF-8)"},
      {R"({"text":"\udc00"})", "text", "which is not UTF-8"},
      {R"({"text":"\ud800"})", "text", "expected a surrogate pair"},
      {R"({"text":"\ud800\ud800"})", "text", "expected a surrogate pair"},
      {R"({"text":"\ud800x"})", "text", "expected a surrogate pair"},
  });
}

TEST(JsonDecode, RefusesBrokenSyntax) {
  const std::string zero_after = std::string("{}") + '\0';
  const std::string zero_within = std::string(R"({"count":1)") + '\0' + "}";
  const std::string zero_in_string = std::string(R"({"text":"a)") + '\0' + "\"}";
  ExpectRefusals<EveryKind>({
      {"", "", "is not JSON: expected a value at byte 0, found the end"},
      {"  \n", "", "expected a value at byte 3, found the end"},
      {"\xef\xbb\xbf{}", "", R"(expected a value at byte 0, found "\xef")"},
      {"{} {}", "", R"(expected nothing after the value at byte 3, found "{")"},
      {"{}]", "", "expected nothing after the value at byte 2"},
      {zero_after, "", R"(expected nothing after the value at byte 2, found "\x00")"},
      {zero_within, "count", R"(expected a comma or '}' at byte 10, found "\x00")"},
      {zero_in_string, "text", R"(at byte 10, found "\x00")"},
      {"{", "", "expected a key in double quotes at byte 1, found the end"},
      {"{\"count\"", "count", "expected a colon at byte 8, found the end"},
      {"{\"count\":", "count", "expected a value at byte 9, found the end"},
      {"{\"count\":1,}", "count", "expected a key in double quotes at byte 11"},
      {"{\"counts\":[1,]}", "counts[1]", "expected a value at byte 13"},
      {"{\"counts\":[1 2]}", "counts[1]", "expected a comma or ']' at byte 13"},
      {"{'count':1}", "", "expected a key in double quotes at byte 1"},
      {"{count:1}", "", "expected a key in double quotes"},
      {"{\"text\":\"a", "text", "expected a closing double quote"},
      {"{\"text\":\"a\nb\"}", "text", "expected a valid escape"},
      {R"({"text":"\x41"})", "text", "expected a valid escape"},
      {R"({"text":"\u12g4"})", "text", "expected four hexadecimal digits"},
      {"{/* no */}", "", "expected a key in double quotes"},
      {R"({"flag":tru})", "flag", "expected a value"},
      {R"({"flag":True})", "flag", "expected a value"},
      {R"({"text_by_name":{"a":"b" "c":"d"}})", R"(text_by_name["a"])", "expected a comma or '}'"},
  });
}

TEST(JsonDecode, NestsTo64Levels) {
  Tree tree;
  EXPECT_FALSE(Decode(NestedTree(64), tree));
  const std::string too_deep = NestedTree(65);
  const std::string far_too_deep = NestedTree(1'000'001);
  std::string path = "children[0]";
  for (int i = 1; i < 32; ++i) path += ".children[0]";
  ExpectRefusals<Tree>({{too_deep, path, "is nested beyond 64 levels"}, {far_too_deep, path, "beyond 64 levels"}});

  // Unknown values that are skipped count too.
  const auto unknown = [](int depth) {
    const auto levels = static_cast<std::size_t>(depth) - 1;
    return R"({"x":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  EXPECT_FALSE(Decode(unknown(64), tree, Unknown::kSkip));
  const std::string unknown_too_deep = unknown(65);
  const std::string unknown_far_too_deep = unknown(1'000'000);
  ExpectRefusals<Tree>({{unknown_too_deep, "", "is nested beyond 64 levels"}, {unknown_far_too_deep, "", "beyond 64"}},
                       Unknown::kSkip);
}

TEST(JsonDecode, LenientSkipsUnknownKeysAndNothingElse) {
  const auto all = Decoded<EveryKind>(
      R"({"new":{"a":[1,{"b":null}],"c":"\ud83d\ude00"},"count":3,"other":[[]],"leaf":{"x":true,"weight":5},"z":1e5})",
      Unknown::kSkip);
  EXPECT_EQ(all.count, 3);
  EXPECT_EQ(all.leaf.weight, 5);
  ExpectRefusals<EveryKind>({{R"({"count":"3"})", "count", "accepted: an integer"},
                             {R"({"color":"mauve"})", "color", "accepted: red"},
                             {R"({"count":1,"count":2})", "count", "comes twice"},
                             {R"({"new":[1,})", "", "expected a value"},
                             {R"({"new":1e999})", "", "within the range of a double"}},
                            Unknown::kSkip);
  ExpectRefusals<Tree>({{R"({"needy":{"new":1}})", "needy.count", "is missing"}}, Unknown::kSkip);
}

TEST(JsonDecode, RefusesEveryTruncation) {
  const std::string json =
      R"({"flag":false,"count":12,"ratio":1.5e3,"text":"a\n\u00e9","color":"blue","leaf":{"name":"x","weight":1},)"
      R"("counts":[1,2],"leaves":[{},{"weight":3}],"text_by_name":{"k":"v"}})";
  Decoded<EveryKind>(json);
  for (std::size_t size = 0; size < json.size(); ++size) {
    SCOPED_TRACE(json.substr(0, size));
    EveryKind object;
    // A copy of exactly this size, so that a sanitizer sees a read beyond it.
    const std::vector<char> cut(json.begin(), json.begin() + static_cast<std::ptrdiff_t>(size));
    const auto error = Decode(std::string_view(cut.data(), cut.size()), object);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(error->message.find("is not JSON: expected "), 0u) << error->message;
  }
}

}  // namespace
}  // namespace spotwright::codec
