// Random messages through both codecs: what is read equals what was written, and both codecs say the same.
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "src/base/random.h"
#include "src/codec/json.h"
#include "src/codec/protobuf.h"
#include "src/model/validate.h"
#include "tests/codec/every_kind.h"
#include "tests/support/random_message.h"

namespace spotwright::codec {
namespace {

using model::Message;
using model::MessageOf;
using model::Object;

std::string Text(const std::optional<Error>& error) {
  return error ? error->field + " " + error->message : std::string("no error");
}

void ExpectRoundTrip(const Message& message, const Object& object) {
  const std::string json = EncodeJson(message, object.data());
  Object from_json(message);
  const auto json_error = DecodeJson(message, json, Unknown::kRefuse, from_json.data());
  ASSERT_FALSE(json_error) << Text(json_error) << "\n" << json;
  EXPECT_TRUE(test::SameContent(message, object.data(), from_json.data())) << json;

  const Result<std::string> wire = EncodeProtobuf(message, object.data());
  ASSERT_TRUE(wire.ok());
  Object from_wire(message);
  const auto wire_error = DecodeProtobuf(message, *wire, Unknown::kRefuse, from_wire.data());
  ASSERT_FALSE(wire_error) << Text(wire_error) << "\n" << json;
  EXPECT_TRUE(test::SameContent(message, object.data(), from_wire.data())) << json;

  // Canonical: written again, the bytes are the same; and each codec's writes what the other's reads.
  EXPECT_EQ(EncodeJson(message, from_wire.data()), json);
  EXPECT_EQ(*EncodeProtobuf(message, from_json.data()), *wire);
}

void ExpectRandomRoundTrips(const Message& message, int count) {
  SCOPED_TRACE(message.name);
  for (int i = 0; i < count; ++i) {
    SCOPED_TRACE(i);
    base::Random random(static_cast<std::uint64_t>(i));
    Object object(message);
    test::FillRandom(message, random, object.data());
    const auto error = model::Validate(message, object.data());
    ASSERT_FALSE(error) << Text(error);
    ExpectRoundTrip(message, object);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(RoundTrip, EveryMessage) {
  const std::vector<const Message*> messages = test::AllMessages();
  ASSERT_GE(messages.size(), 30u);
  for (const Message* message : messages) ExpectRandomRoundTrips(*message, 300);
}

TEST(RoundTrip, EveryKindOfField) {
  ExpectRandomRoundTrips(MessageOf<test::EveryKind>(), 2000);
  ExpectRandomRoundTrips(MessageOf<test::Verbose>(), 500);
  ExpectRandomRoundTrips(MessageOf<test::Tree>(), 100);
}

TEST(RoundTrip, Defaults) {
  for (const Message* message :
       {&MessageOf<test::EveryKind>(), &MessageOf<test::Verbose>(), &MessageOf<test::Tree>()}) {
    SCOPED_TRACE(message->name);
    ExpectRoundTrip(*message, Object(*message));
  }
}

// The opposite of each default: zero where it is not zero.
TEST(RoundTrip, ZeroWhereTheDefaultIsNot) {
  const Message& message = MessageOf<test::EveryKind>();
  Object object(message);
  auto& written = *static_cast<test::EveryKind*>(object.data());
  written.flag = false;
  written.count = 0;
  written.ratio = 0;
  written.text = "";
  written.maybe_flag = false;
  written.maybe_count = 0;
  written.maybe_ratio = 0;
  written.maybe_text = "";
  written.maybe_leaf.emplace();
  written.counts = {0};
  written.leaves = {{}};
  written.text_by_name = {{"", ""}};
  written.leaf_by_name = {{"", {}}};
  ExpectRoundTrip(message, object);
  EXPECT_EQ(EncodeJson(message, object.data()),
            R"({"flag":false,"count":0,"ratio":0,"text":"","maybe_flag":false,"maybe_count":0,"maybe_ratio":0,)"
            R"("maybe_text":"","maybe_leaf":{},"counts":[0],"leaves":[{}],"text_by_name":{"":""},)"
            R"("leaf_by_name":{"":{}}})");
}

// A double of every size comes back to the bit; -0 as 0 in JSON, where the two are one number.
TEST(RoundTrip, Doubles) {
  const Message& message = MessageOf<test::EveryKind>();
  for (const double value : {5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308, 0.1,
                             1e22, 1e23, 123456789.123456789, 9007199254740993.0, 1.0 / 3}) {
    Object object(message);
    static_cast<test::EveryKind*>(object.data())->ratio = value;
    ExpectRoundTrip(message, object);
  }
}

}  // namespace
}  // namespace spotwright::codec
