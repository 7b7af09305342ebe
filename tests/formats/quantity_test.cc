#include "src/formats/quantity.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace spotwright::formats {
namespace {

constexpr auto kOne = QuantityUnit::kOne;
constexpr auto kMilli = QuantityUnit::kMilli;

TEST(Quantity, ReadsCpu) {
  EXPECT_EQ(ReadQuantity("100m", kMilli), 100);
  EXPECT_EQ(ReadQuantity("2", kMilli), 2000);
  EXPECT_EQ(ReadQuantity("1.5", kMilli), 1500);
  EXPECT_EQ(ReadQuantity("0", kMilli), 0);
  EXPECT_EQ(ReadQuantity(".5", kMilli), 500);
  EXPECT_EQ(ReadQuantity("2.", kMilli), 2000);
  EXPECT_EQ(ReadQuantity("+3", kMilli), 3000);
  EXPECT_EQ(ReadQuantity("250000u", kMilli), 250);
  EXPECT_EQ(ReadQuantity("7910000000n", kMilli), 7910);
}

TEST(Quantity, RoundsUp) {
  EXPECT_EQ(ReadQuantity("1n", kMilli), 1);
  EXPECT_EQ(ReadQuantity("100.1m", kMilli), 101);
  EXPECT_EQ(ReadQuantity("0.0001", kMilli), 1);
  EXPECT_EQ(ReadQuantity("100m", kOne), 1);
  EXPECT_EQ(ReadQuantity("0.3Ki", kOne), 308);  // 307.2
  EXPECT_EQ(ReadQuantity("0.5Ki", kOne), 512);
  EXPECT_EQ(ReadQuantity("1e-100", kOne), 1);
  EXPECT_EQ(ReadQuantity("0e-100", kOne), 0);
}

TEST(Quantity, ReadsBytes) {
  EXPECT_EQ(ReadQuantity("128974848", kOne), 128974848);
  EXPECT_EQ(ReadQuantity("129e6", kOne), 129000000);
  EXPECT_EQ(ReadQuantity("129M", kOne), 129000000);
  EXPECT_EQ(ReadQuantity("128974848000m", kOne), 128974848);
  EXPECT_EQ(ReadQuantity("123Mi", kOne), 128974848);
  EXPECT_EQ(ReadQuantity("1k", kOne), 1000);
  EXPECT_EQ(ReadQuantity("1Ki", kOne), 1024);
  EXPECT_EQ(ReadQuantity("3G", kOne), 3000000000);
  EXPECT_EQ(ReadQuantity("1.5Gi", kOne), 1610612736);
  EXPECT_EQ(ReadQuantity("2T", kOne), 2000000000000);
  EXPECT_EQ(ReadQuantity("2Ti", kOne), std::int64_t{2} << 40);
  EXPECT_EQ(ReadQuantity("1P", kOne), 1000000000000000);
  EXPECT_EQ(ReadQuantity("7Pi", kOne), std::int64_t{7} << 50);
  EXPECT_EQ(ReadQuantity("7Ei", kOne), std::int64_t{7} << 60);
}

TEST(Quantity, TellsExaFromExponent) {
  EXPECT_EQ(ReadQuantity("1E", kOne), 1000000000000000000);
  EXPECT_EQ(ReadQuantity("1E3", kOne), 1000);
  EXPECT_EQ(ReadQuantity("1e3", kOne), 1000);
  EXPECT_EQ(ReadQuantity("1e+3", kOne), 1000);
  EXPECT_EQ(ReadQuantity("1500e-3", kMilli), 1500);
  EXPECT_EQ(ReadQuantity("1Ei", kOne), std::int64_t{1} << 60);
}

TEST(Quantity, IsExactForAnyNumberOfDigits) {
  EXPECT_EQ(ReadQuantity("9223372036854775807", kOne), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(ReadQuantity("9223372036854775806.00000000000000000000000000000001", kOne),
            std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(ReadQuantity("1.0000000000000000000000000000000000000Ei", kOne), std::int64_t{1} << 60);
  EXPECT_EQ(ReadQuantity("1.0000000000000000000000000000000000001Ei", kOne), (std::int64_t{1} << 60) + 1);
  EXPECT_EQ(ReadQuantity("0." + std::string(100, '0') + "5e101", kOne), 5);
  EXPECT_EQ(ReadQuantity("5" + std::string(100, '0') + "e-100", kOne), 5);
}

TEST(Quantity, RefusesWhatIsTooLarge) {
  for (const char* text : {"9223372036854775808", "8Ei", "10E", "1e19", "1e9999999", "9223372036854775807.1",
                           "99999999999999999999999999999999999999999999", "8191Pi8"}) {
    EXPECT_EQ(ReadQuantity(text, kOne), std::nullopt) << text;
  }
  EXPECT_EQ(ReadQuantity("9223372036854775807", kMilli), std::nullopt);
  EXPECT_EQ(ReadQuantity("0e9999", kOne), 0);
}

TEST(Quantity, RefusesWhatIsNoQuantity) {
  for (const char* text :
       {"",      "m",     "-1",   "-0",  "abc", "1 Gi", "1gi", "1GI", "1K", "1mm", "1.2.3", "1e", "1e+", "1e-",
        "1e1.5", "1e3Ki", "0x10", "1,5", ".",   "+",    "+-1", " 1",  "1 ", "inf", "nan",   "1i", "1mi"}) {
    EXPECT_EQ(ReadQuantity(text, kOne), std::nullopt) << text;
  }
  EXPECT_EQ(ReadQuantity(std::string(10000, '1'), kOne), std::nullopt);
}

}  // namespace
}  // namespace spotwright::formats
