// The wire format as Protobuf reads it, and what of it is refused.
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/codec/protobuf.h"
#include "tests/codec/allocations.h"
#include "tests/codec/every_kind.h"
#include "tests/codec/wire_builder.h"

namespace spotwright::codec {
namespace {

using test::BytesField;
using test::Color;
using test::DoubleField;
using test::EveryKind;
using test::Fixed64;
using test::TagOf;
using test::Tree;
using test::Varint;
using test::VarintField;

constexpr std::uint64_t kMinusOne = ~std::uint64_t{0};

template <typename T>
std::optional<Error> Decode(std::string_view bytes, T& object, Unknown unknown = Unknown::kRefuse) {
  return DecodeProtobuf(model::MessageOf<T>(), bytes, unknown, &object);
}

template <typename T>
T Decoded(std::string_view bytes, Unknown unknown = Unknown::kRefuse) {
  T object;
  const auto error = Decode(bytes, object, unknown);
  EXPECT_FALSE(error) << error->field << ": " << error->message;
  return object;
}

struct Refusal {
  std::string what;
  std::string bytes;
  std::string_view field;
  std::string_view message;  // A part of it.
};

template <typename T>
void ExpectRefusals(const std::vector<Refusal>& refusals, Unknown unknown = Unknown::kRefuse) {
  for (const Refusal& refusal : refusals) {
    SCOPED_TRACE(refusal.what);
    T object;
    // A copy of exactly this size, so that a sanitizer sees a read beyond it.
    const std::vector<char> bytes(refusal.bytes.begin(), refusal.bytes.end());
    const auto error = Decode(std::string_view(bytes.data(), bytes.size()), object, unknown);
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

std::string NestedTree(int messages) {
  std::string bytes;
  for (int i = 1; i < messages; ++i) bytes = BytesField(1, bytes);
  return bytes;
}

TEST(ProtobufDecode, ReadsNothingAsDefaults) { EXPECT_EQ(Decoded<EveryKind>(""), EveryKind()); }

TEST(ProtobufDecode, ReadsFieldsInAnyOrder) {
  const auto all = Decoded<EveryKind>(BytesField(4, "t") + VarintField(2, kMinusOne) + VarintField(1, 0));
  EXPECT_EQ(all.text, "t");
  EXPECT_EQ(all.count, -1);
  EXPECT_FALSE(all.flag);
}

TEST(ProtobufDecode, ReadsPackedAndUnpackedNumbers) {
  const std::vector<std::int64_t> counts = {1, 300, -1};
  const std::string packed = Varint(1) + Varint(300) + Varint(kMinusOne);
  EXPECT_EQ(Decoded<EveryKind>(BytesField(13, packed)).counts, counts);
  EXPECT_EQ(Decoded<EveryKind>(VarintField(13, 1) + VarintField(13, 300) + VarintField(13, kMinusOne)).counts, counts);
  EXPECT_EQ(Decoded<EveryKind>(VarintField(13, 1) + BytesField(13, "") + BytesField(13, packed.substr(1))).counts,
            counts);
  const std::vector<double> ratios = {0.5, -2};
  EXPECT_EQ(Decoded<EveryKind>(BytesField(14, Fixed64(0.5) + Fixed64(-2))).ratios, ratios);
  EXPECT_EQ(Decoded<EveryKind>(DoubleField(14, 0.5) + DoubleField(14, -2)).ratios, ratios);
  const std::vector<Color> colors = {Color::kRed, Color::kBlue};
  EXPECT_EQ(Decoded<EveryKind>(BytesField(16, Varint(1) + Varint(200))).colors, colors);
  EXPECT_EQ(Decoded<EveryKind>(VarintField(16, 1) + VarintField(16, 200)).colors, colors);
}

TEST(ProtobufDecode, LastSingularWinsAndMessagesMerge) {
  const std::string name = BytesField(1, "n");
  const std::string weight = VarintField(2, 5);
  const auto all =
      Decoded<EveryKind>(VarintField(2, 1) + VarintField(2, 2) + VarintField(8, 1) + VarintField(8, 2) +
                         BytesField(6, name) + BytesField(6, weight) + BytesField(12, name) + BytesField(12, weight));
  EXPECT_EQ(all.count, 2);
  EXPECT_EQ(all.maybe_count, 2);
  EXPECT_EQ(all.leaf, (test::Leaf{"n", 5}));
  EXPECT_EQ(all.maybe_leaf, (test::Leaf{"n", 5}));
}

TEST(ProtobufDecode, ReadsMapEntries) {
  const std::string key = BytesField(1, "k");
  const auto texts = [](const std::string& entry) { return Decoded<EveryKind>(BytesField(23, entry)).text_by_name; };
  using Map = std::map<std::string, std::string>;
  EXPECT_EQ(texts(key + BytesField(2, "v")), (Map{{"k", "v"}}));
  EXPECT_EQ(texts(BytesField(2, "v") + key), (Map{{"k", "v"}}));
  EXPECT_EQ(texts(BytesField(1, "other") + BytesField(2, "w") + BytesField(2, "v") + key), (Map{{"k", "v"}}));
  EXPECT_EQ(texts(key), (Map{{"k", ""}}));
  EXPECT_EQ(texts(BytesField(2, "v")), (Map{{"", "v"}}));
  EXPECT_EQ(texts(""), (Map{{"", ""}}));
  const auto leaves = Decoded<EveryKind>(BytesField(3000, key + BytesField(2, VarintField(2, 9))) +
                                         BytesField(3000, BytesField(1, "l")));
  EXPECT_EQ(leaves.leaf_by_name, (std::map<std::string, test::Leaf>{{"k", {"", 9}}, {"l", {}}}));
}

TEST(ProtobufDecode, ReadsAnyVarintThatProtobufReads) {
  EXPECT_TRUE(Decoded<EveryKind>(VarintField(7, 1u << 20)).maybe_flag.value());
  EXPECT_EQ(Decoded<EveryKind>(TagOf(2, 0) + std::string("\x83\x80\x00", 3)).count, 3);
  EXPECT_EQ(Decoded<EveryKind>(VarintField(2, std::uint64_t{1} << 63)).count, std::numeric_limits<std::int64_t>::min());
}

TEST(ProtobufDecode, RefusesUnknownFieldsAndTags) {
  ExpectRefusals<EveryKind>({
      {"unknown number", VarintField(18, 1), "", "has the unknown field number 18; accepted: 1, 2, 3"},
      {"unknown number within", BytesField(17, "") + BytesField(17, VarintField(3, 1)), "leaves[1]",
       "has the unknown field number 3; accepted: 1, 2"},
      {"unknown number in a map's entry", BytesField(23, BytesField(1, "k") + BytesField(3, "")),
       R"(text_by_name["k"])", "has the unknown field number 3; accepted: 1, 2"},
      {"greatest number", VarintField(536870911, 1), "", "has the unknown field number 536870911"},
      {"number 0", VarintField(0, 1), "", "has a malformed tag, 0"},
      {"number beyond 29 bits", VarintField(536870912 + 2, 1), "", "has a malformed tag"},
      {"tag beyond 32 bits that would wrap to a known one", Varint((std::uint64_t{1} << 32) + 16) + Varint(1), "",
       "has a malformed tag"},
  });
}

TEST(ProtobufDecode, RefusesWrongWireTypes) {
  ExpectRefusals<EveryKind>({
      {"int64 as fixed64", DoubleField(2, 1), "count", "has wire type 1; accepted: 0"},
      {"int64 as bytes", BytesField(2, "a"), "count", "has wire type 2; accepted: 0"},
      {"double as varint", VarintField(3, 1), "ratio", "has wire type 0; accepted: 1"},
      {"double as fixed32", TagOf(3, 5) + "1234", "ratio", "has wire type 5; accepted: 1"},
      {"string as varint", VarintField(4, 1), "text", "has wire type 0; accepted: 2"},
      {"message as varint", VarintField(6, 1), "leaf", "has wire type 0; accepted: 2"},
      {"message as group", TagOf(6, 3) + TagOf(6, 4), "leaf", "has wire type 3; accepted: 2"},
      {"end of a group", TagOf(6, 4), "leaf", "has wire type 4; accepted: 2"},
      {"wire type 6", TagOf(2, 6), "count", "has wire type 6; accepted: 0"},
      {"wire type 7", TagOf(2, 7), "count", "has wire type 7; accepted: 0"},
      {"map as varint", VarintField(23, 1), "text_by_name", "has wire type 0; accepted: 2"},
      {"key of a map as varint", BytesField(23, VarintField(1, 1)), R"(text_by_name[""])", "has wire type 0"},
      {"value of a map", BytesField(21, BytesField(1, "k") + BytesField(2, "")), R"(count_by_name["k"])",
       "has wire type 2; accepted: 0"},
      {"second string as varint", BytesField(15, "a") + VarintField(15, 1), "texts[1]", "has wire type 0"},
      {"optional as bytes", BytesField(8, ""), "maybe_count", "has wire type 2; accepted: 0"},
  });
}

TEST(ProtobufDecode, RefusesWhatIsCutOffOrTooLong) {
  const std::string endless(11, '\x80');
  const std::string eleven = std::string(10, '\x80') + '\x01';
  ExpectRefusals<EveryKind>({
      {"half a tag", "\x80", "", "is cut off, or has a varint of more than 10 bytes"},
      {"overlong tag", endless, "", "more than 10 bytes"},
      {"no value", TagOf(2, 0), "count", "is cut off, or has a varint"},
      {"half a varint", TagOf(2, 0) + "\x80", "count", "is cut off, or has a varint"},
      {"overlong varint", TagOf(2, 0) + eleven, "count", "more than 10 bytes"},
      {"overlong bool", TagOf(1, 0) + eleven, "flag", "more than 10 bytes"},
      {"overlong enum", TagOf(5, 0) + eleven, "color", "more than 10 bytes"},
      {"overlong length", TagOf(4, 2) + eleven, "text", "is cut off"},
      {"half a double", TagOf(3, 1) + "1234567", "ratio", "is cut off"},
      {"string beyond the end", TagOf(4, 2) + Varint(4) + "abc", "text", "is cut off: its length is beyond the end"},
      {"message beyond the end", TagOf(6, 2) + Varint(1), "leaf", "is cut off: its length is beyond the end"},
      {"string beyond its message", BytesField(6, TagOf(1, 2) + Varint(3) + "ab") + "c", "leaf.name", "is cut off"},
      {"varint beyond its message", BytesField(6, TagOf(2, 0) + "\x80") + "\x01", "leaf.weight", "is cut off"},
      {"varint beyond its list", BytesField(13, Varint(1) + "\x80") + "\x01", "counts[1]", "is cut off"},
      {"half a double in a list", BytesField(14, Fixed64(1) + "1234") + "5678", "ratios[1]", "is cut off"},
      {"key beyond its entry", BytesField(23, TagOf(1, 2) + Varint(2) + "k") + "k", R"(text_by_name[""])",
       "is cut off"},
      {"value beyond its entry", BytesField(23, BytesField(1, "k") + TagOf(2, 2) + Varint(1)) + "v",
       R"(text_by_name["k"])", "is cut off"},
  });
}

TEST(ProtobufDecode, RefusesEveryTruncation) {
  // One field, so that no shorter text is complete.
  const std::string leaf = BytesField(1, "name") + VarintField(2, 300);
  const std::string bytes = BytesField(3000, BytesField(1, "key") + BytesField(2, leaf));
  Decoded<EveryKind>(bytes);
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    const std::vector<char> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    EveryKind object;
    const auto error = Decode(std::string_view(cut.data(), cut.size()), object);
    ASSERT_TRUE(error) << size;
    EXPECT_EQ(error->code, ErrorCode::kInvalidArgument);
  }
}

// Ten bytes that claim two thousand million.
TEST(ProtobufDecode, AllocatesNothingForAMereClaim) {
  Decoded<EveryKind>("");  // The field tables are made once, at first use.
  for (const std::uint64_t claim : {std::uint64_t{1} << 31, (std::uint64_t{1} << 31) - 1, std::uint64_t{1} << 32,
                                    (std::uint64_t{1} << 32) + 1, std::uint64_t{1} << 63, kMinusOne}) {
    for (const std::uint64_t number : {4u, 6u, 10u, 12u, 13u, 14u, 15u, 16u, 17u, 23u, 3000u}) {
      SCOPED_TRACE(testing::Message() << claim << " bytes of field " << number);
      const std::string bytes = TagOf(number, 2) + Varint(claim) + "12345";
      EveryKind object;
      const std::size_t before = test::AllocatedBytes();
      const auto error = Decode(bytes, object);
      EXPECT_LT(test::AllocatedBytes() - before, 10'000u);
      ASSERT_TRUE(error);
      EXPECT_EQ(error->code, ErrorCode::kInvalidArgument);
      EXPECT_EQ(error->message, "is cut off: its length is beyond the end");
    }
  }
}

TEST(ProtobufDecode, RefusesUnknownEnumNumbers) {
  ExpectRefusals<EveryKind>({
      {"0", VarintField(5, 0), "color", "is 0, an unknown value; accepted: red, green, blue"},
      {"3", VarintField(5, 3), "color", "is 3, an unknown value"},
      {"-1", VarintField(5, kMinusOne), "color", "is -1, an unknown value"},
      {"would wrap to 1", VarintField(5, (std::uint64_t{1} << 32) + 1), "color", "is 4294967297, an unknown value"},
      {"in a list", BytesField(16, Varint(1) + Varint(0)), "colors[1]", "is 0, an unknown value"},
      {"in a map", BytesField(24, BytesField(1, "k") + VarintField(2, 9)), R"(color_by_name["k"])", "is 9"},
  });
}

TEST(ProtobufDecode, RefusesInvalidUtf8) {
  ExpectRefusals<EveryKind>({
      {"string", BytesField(4, "a\xff"), "text", R"(is "a\xff", which is not UTF-8)"},
      {"surrogate", BytesField(10, "\xed\xa0\x80"), "maybe_text", "which is not UTF-8"},
      {"in a list", BytesField(15, "") + BytesField(15, "\xc0\x80"), "texts[1]", "which is not UTF-8"},
      {"key", BytesField(23, BytesField(1, "\xff")), "text_by_name", R"(has the key "\xff", which is not UTF-8)"},
      {"value", BytesField(23, BytesField(1, "k") + BytesField(2, "\xff")), R"(text_by_name["k"])", "not UTF-8"},
  });
}

TEST(ProtobufDecode, RefusesDuplicateKeys) {
  const std::string entry = BytesField(23, BytesField(1, "k") + BytesField(2, "v"));
  ExpectRefusals<EveryKind>({
      {"named", entry + BytesField(23, BytesField(1, "l")) + entry, "text_by_name", R"(has the key "k" twice)"},
      {"unnamed", BytesField(23, "") + BytesField(23, BytesField(1, "")), "text_by_name", R"(has the key "" twice)"},
  });
}

TEST(ProtobufDecode, RefusesWhatIsMissing) {
  const std::string needy = VarintField(1, 0) + VarintField(2, 1);
  ExpectRefusals<Tree>({
      {"all", BytesField(3, ""), "needy.count", "is missing; it is required"},
      {"one", BytesField(3, needy), "needy.text", "is missing; it is required"},
      {"in a map", BytesField(1, BytesField(4, BytesField(1, "a") + BytesField(2, needy))),
       R"(children[0].needy_by_name["a"].text)", "is missing"},
      {"a map's value", BytesField(4, BytesField(1, "a")), R"(needy_by_name["a"].count)", "is missing"},
  });
  Decoded<Tree>(BytesField(3, BytesField(3, "t") + needy));
}

TEST(ProtobufDecode, NestsTo64Levels) {
  Decoded<Tree>(NestedTree(64));
  std::string path = "children[0]";
  for (int i = 1; i < 64; ++i) path += ".children[0]";
  ExpectRefusals<Tree>({{"65", NestedTree(65), path, "is nested beyond 64 levels"},
                        {"10000", NestedTree(10'000), path, "is nested beyond 64 levels"}});

  // Through maps as well.
  std::string bytes;
  for (int i = 1; i < 65; ++i) bytes = BytesField(2, BytesField(1, "k") + BytesField(2, bytes));
  Tree tree;
  const auto error = Decode(bytes, tree);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message, "is nested beyond 64 levels");
}

TEST(ProtobufDecode, LenientSkipsUnknownNumbersAndNothingElse) {
  const std::string unknown =
      VarintField(18, kMinusOne) + DoubleField(19, 1) + BytesField(999, "\xff\xff") + TagOf(536870911, 5) + "1234";
  const auto all = Decoded<EveryKind>(unknown + VarintField(2, 3) + BytesField(6, unknown + VarintField(2, 5)) +
                                          BytesField(23, BytesField(3, "x") + BytesField(1, "k") + unknown) + unknown,
                                      Unknown::kSkip);
  EXPECT_EQ(all.count, 3);
  EXPECT_EQ(all.leaf.weight, 5);
  EXPECT_EQ(all.text_by_name, (std::map<std::string, std::string>{{"k", ""}}));
  ExpectRefusals<EveryKind>(
      {{"wrong wire type", BytesField(2, ""), "count", "has wire type 2"},
       {"unknown enum", VarintField(5, 9), "color", "is 9, an unknown value"},
       {"number 0", VarintField(0, 1), "", "has a malformed tag"},
       {"group", TagOf(18, 3) + TagOf(18, 4), "", "or has a wire type there that is not accepted"},
       {"cut off", TagOf(18, 2) + Varint(5) + "abc", "", "is cut off at field number 18"},
       {"cut off double", TagOf(18, 1) + "1234567", "", "is cut off at field number 18"},
       {"cut off fixed32", TagOf(18, 5) + "123", "", "is cut off at field number 18"}},
      Unknown::kSkip);
  ExpectRefusals<Tree>({{"missing", BytesField(3, VarintField(9, 1)), "needy.count", "is missing"}}, Unknown::kSkip);
}

}  // namespace
}  // namespace spotwright::codec
