// What no table of today shows: retired numbers, and a long comment.
#include "src/generate/describe.h"
#include "src/generate/files.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spotwright {
namespace {

struct Sample {
  std::int64_t count = 3;
  std::vector<std::string> names;

  friend bool operator==(const Sample&, const Sample&) = default;
};

model::Message SampleMessage() {
  return model::Describe<Sample>("Sample", "A sample.",
                                 {
                                     model::Field<&Sample::count>(2, "count", "How many.").Range(0, 10),
                                     model::Field<&Sample::names>(5, "names", "Their names."),
                                 })
      .Retired({1, 4});
}

TEST(Proto, ReservesRetiredNumbers) {
  EXPECT_EQ(generate::ProtoMessage(SampleMessage()),
            "// A sample.\n"
            "message Sample {\n"
            "  reserved 1;\n"
            "  reserved 4;\n"
            "  // How many. (0 to 10; default: 3)\n"
            "  optional int64 count = 2;\n"
            "  // Their names.\n"
            "  repeated string names = 5;\n"
            "}\n");
}

TEST(Describe, WrapsWordsAndKeepsLongOnesWhole) {
  EXPECT_EQ(generate::Wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(generate::Wrap("a incomprehensibilities b", 5),
            (std::vector<std::string>{"a", "incomprehensibilities", "b"}));
  EXPECT_TRUE(generate::Wrap("", 5).empty());
}

TEST(Describe, NamesOfEnumsInUpperCase) {
  EXPECT_EQ(generate::UpperSnake("CapacityType"), "CAPACITY_TYPE");
  EXPECT_EQ(generate::UpperSnake("on_demand"), "ON_DEMAND");
}

}  // namespace
}  // namespace spotwright
