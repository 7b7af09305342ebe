// What both codecs write, to the byte.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "src/codec/json.h"
#include "src/codec/protobuf.h"
#include "tests/codec/every_kind.h"
#include "tests/codec/wire_builder.h"

namespace spotwright::codec {
namespace {

using test::BytesField;
using test::Color;
using test::DoubleField;
using test::EveryKind;
using test::Varint;
using test::VarintField;
using test::Verbose;

template <typename T>
std::string Json(const T& object) {
  return EncodeJson(model::MessageOf<T>(), &object);
}

template <typename T>
std::string Wire(const T& object) {
  return *EncodeProtobuf(model::MessageOf<T>(), &object);
}

TEST(Encode, LeavesDefaultsOut) {
  EXPECT_EQ(Json(EveryKind()), "{}");
  EXPECT_EQ(Wire(EveryKind()), "");
}

TEST(Encode, WritesDefaultsWhereTheMessageSaysSo) {
  // Not written even there: an enum without a value, and an optional that is not set.
  EXPECT_EQ(Json(Verbose()),
            R"({"flag":false,"count":0,"ratio":0,"text":"","color":"red","all":{},"leaf":{},"counts":[],)"
            R"("text_by_name":{}})");
  EXPECT_EQ(Wire(Verbose()), VarintField(1, 0) + VarintField(2, 0) + DoubleField(3, 0) + BytesField(4, "") +
                                 VarintField(5, 1) + BytesField(7, "") + BytesField(8, ""));
}

TEST(Encode, WritesRequiredFieldsAlways) {
  const test::Needy needy{.count = 0, .color = Color::kRed, .text = ""};
  EXPECT_EQ(Json(needy), R"({"count":0,"color":"red","text":""})");
  EXPECT_EQ(Wire(needy), VarintField(1, 0) + VarintField(2, 1) + BytesField(3, ""));
}

TEST(Encode, WritesEveryKind) {
  EveryKind all;
  all.flag = false;
  all.count = -1;
  all.ratio = 0.1;
  all.text = "t";
  all.color = Color::kBlue;
  all.leaf.weight = 300;
  all.maybe_count = 0;
  all.counts = {1, 300};
  all.ratios = {-2.5};
  all.texts = {"", "b"};
  all.colors = {Color::kRed, Color::kBlue};
  all.leaves = {{}, {"n", 1}};
  all.flag_by_name = {{"f", false}};
  all.text_by_name = {{"b", "2"}, {"B", "1"}, {"", "0"}};
  all.leaf_by_name = {{"l", {"n", 0}}};
  EXPECT_EQ(Json(all),
            R"({"flag":false,"count":-1,"ratio":0.1,"text":"t","color":"blue","leaf":{"weight":300},"maybe_count":0,)"
            R"("counts":[1,300],"ratios":[-2.5],"texts":["","b"],"colors":["red","blue"],)"
            R"("leaves":[{},{"name":"n","weight":1}],"flag_by_name":{"f":false},)"
            R"("text_by_name":{"":"0","B":"1","b":"2"},"leaf_by_name":{"l":{"name":"n"}}})");
  const auto entry = [](const std::string& key, const std::string& value) { return BytesField(1, key) + value; };
  EXPECT_EQ(Wire(all),
            VarintField(1, 0) + VarintField(2, ~std::uint64_t{0}) + DoubleField(3, 0.1) + BytesField(4, "t") +
                VarintField(5, 200) + BytesField(6, VarintField(2, 300)) + VarintField(8, 0) +
                BytesField(13, Varint(1) + Varint(300)) + BytesField(14, test::Fixed64(-2.5)) + BytesField(15, "") +
                BytesField(15, "b") + BytesField(16, Varint(1) + Varint(200)) + BytesField(17, "") +
                BytesField(17, BytesField(1, "n") + VarintField(2, 1)) + BytesField(20, entry("f", VarintField(2, 0))) +
                BytesField(23, entry("", BytesField(2, "0"))) + BytesField(23, entry("B", BytesField(2, "1"))) +
                BytesField(23, entry("b", BytesField(2, "2"))) +
                BytesField(3000, entry("l", BytesField(2, BytesField(1, "n")))));
}

TEST(EncodeJson, EscapesNoMoreThanNeeded) {
  const test::Leaf leaf{.name = std::string("\0\x1f\b\f\n\r\t\"\\/'<\x7f\u00e9\u2028\U0001F600", 22)};
  EXPECT_EQ(Json(leaf), "{\"name\":\"\\u0000\\u001f\\u0008\\u000c\\n\\r\\t\\\"\\\\/'<\x7f\u00e9\u2028\U0001F600\"}");
}

TEST(EncodeJson, WritesDoublesShortAndFinite) {
  const auto text = [](double value) {
    EveryKind every;
    every.ratios = {value};
    return Json(every);
  };
  EXPECT_EQ(text(0.1), R"({"ratios":[0.1]})");
  EXPECT_EQ(text(-0.0), R"({"ratios":[0]})");
  EXPECT_EQ(text(1e300), R"({"ratios":[1e+300]})");
  EXPECT_EQ(text(100000), R"({"ratios":[1e+05]})");
  EXPECT_EQ(text(std::numeric_limits<double>::infinity()), R"({"ratios":[null]})");
  EXPECT_EQ(text(std::nan("")), R"({"ratios":[null]})");
}

TEST(Encode, UnknownEnumNumbersStayVisible) {
  EveryKind all;
  all.color = static_cast<Color>(77);
  EXPECT_EQ(Json(all), R"({"color":77})");
  EXPECT_EQ(Wire(all), VarintField(5, 77));
}

}  // namespace
}  // namespace spotwright::codec
