#include "src/launch/failure_codes.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <string>
#include <tuple>

namespace spotwright::launch {
namespace {

using enum CloudProvider;
using enum LaunchFailure;

TEST(FailureCodes, RealCodesOfEachProvider) {
  const std::tuple<CloudProvider, const char*, LaunchFailure> kKnown[] = {
      {kAws, "InsufficientInstanceCapacity", kCapacity},
      {kAws, "UnfulfillableCapacity", kCapacity},
      {kAws, "InsufficientFreeAddressesInSubnet", kCapacity},
      {kAws, "Server.SpotInstanceTermination", kCapacity},
      {kAws, "capacity-not-available", kCapacity},
      {kAws, "MaxSpotInstanceCountExceeded", kQuota},
      {kAws, "VcpuLimitExceeded", kQuota},
      {kAws, "SpotMaxPriceTooLow", kPriceTooLow},
      {kAws, "price-too-low", kPriceTooLow},
      {kAws, "InvalidAMIID.NotFound", kConfiguration},
      {kAws, "InvalidLaunchTemplateName.NotFoundException", kConfiguration},
      {kAws, "Unsupported", kConfiguration},
      {kAws, "UnauthorizedOperation", kPermission},
      {kAws, "Client.InternalError", kPermission},
      {kAws, "RequestLimitExceeded", kThrottling},
      {kAws, "ScalingActivityInProgress", kThrottling},
      {kAzure, "AllocationFailed", kCapacity},
      {kAzure, "ZonalAllocationFailed", kCapacity},
      {kAzure, "OverconstrainedZonalAllocationRequest", kCapacity},
      {kAzure, "SkuNotAvailable", kCapacity},
      {kAzure, "QuotaExceeded", kQuota},
      {kAzure, "SpotPriceGreaterThanProvidedMaxPrice", kPriceTooLow},
      {kAzure, "ImageNotFound", kConfiguration},
      {kAzure, "AuthorizationFailed", kPermission},
      {kAzure, "RequestDisallowedByPolicy", kPermission},
      {kAzure, "TooManyRequests", kThrottling},
      {kGcp, "ZONE_RESOURCE_POOL_EXHAUSTED", kCapacity},
      {kGcp, "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS", kCapacity},
      {kGcp, "QUOTA_EXCEEDED", kQuota},
      {kGcp, "quotaExceeded", kQuota},
      {kGcp, "INVALID_USAGE", kConfiguration},
      {kGcp, "IAM_PERMISSION_DENIED", kPermission},
      {kGcp, "rateLimitExceeded", kThrottling},
  };
  for (const auto& [provider, code, failure] : kKnown) {
    EXPECT_EQ(ClassifyFailure(provider, code, ""), failure) << code;
  }
}

// Another case, a part, a longer word, another provider's, spaces: all unknown. So is a message that merely speaks of
// it.
TEST(FailureCodes, NearMissesAreUnknown) {
  for (const FailureCode& row : FailureCodes()) {
    const std::string code(row.code);
    EXPECT_EQ(ClassifyFailure(row.provider, code, ""), row.failure) << code;
    std::string other = code;
    other[0] = static_cast<char>(std::isupper(static_cast<unsigned char>(other[0])) != 0 ? std::tolower(other[0])
                                                                                         : std::toupper(other[0]));
    std::set<std::string> real;
    for (const FailureCode& r : FailureCodes()) {
      if (r.provider == row.provider) real.insert(std::string(r.code));
    }
    for (const std::string& miss : {other, code + "x", code + " ", " " + code, code.substr(1), "Error." + code}) {
      if (real.contains(miss)) continue;
      EXPECT_EQ(ClassifyFailure(row.provider, miss, code), kUnknown) << miss;
    }
    EXPECT_EQ(ClassifyFailure(row.provider, "", code), kUnknown) << code;
  }
  EXPECT_EQ(ClassifyFailure(kGcp, "InsufficientInstanceCapacity", ""), kUnknown);
  EXPECT_EQ(ClassifyFailure(kAws, "ZONE_RESOURCE_POOL_EXHAUSTED", ""), kUnknown);
  EXPECT_EQ(ClassifyFailure(kAws, "", "there is not enough capacity"), kUnknown);
  EXPECT_EQ(ClassifyFailure(kAws, "InternalError", "quota and capacity exceeded"), kUnknown);
  EXPECT_EQ(ClassifyFailure(kAws, "", ""), kUnknown);
}

TEST(FailureCodes, EachCodeComesOnce) {
  std::set<std::pair<CloudProvider, std::string_view>> seen;
  for (const FailureCode& row : FailureCodes()) EXPECT_TRUE(seen.insert({row.provider, row.code}).second) << row.code;
}

// Codes that stand for several things: the message decides, by phrases that are known, and by nothing less.
TEST(FailureCodes, SharedCodesAreToldApartByPhrases) {
  EXPECT_EQ(ClassifyFailure(kAws, "Unsupported",
                            "Your requested instance type (m7i.large) is not supported in your requested Availability "
                            "Zone (us-east-1e). Please retry your request by not specifying an Availability Zone."),
            kCapacity);
  EXPECT_EQ(ClassifyFailure(kAws, "Unsupported", "The requested configuration is currently not supported."),
            kConfiguration);
  EXPECT_EQ(ClassifyFailure(kAws, "Unsupported", "is not supported in your requested Availability Zone"),
            kConfiguration);
  EXPECT_EQ(ClassifyFailure(kAws, "ValidationError",
                            "New SetDesiredCapacity value 12 is above max value 10 for the AutoScalingGroup."),
            kGroupAtMaximum);
  EXPECT_EQ(ClassifyFailure(kAws, "ValidationError", "Max spot instance price exceeded"), kUnknown);
  EXPECT_EQ(ClassifyFailure(kAzure, "OperationNotAllowed",
                            "Operation could not be completed as it results in exceeding approved LowPriorityCores "
                            "quota. Additional details - Deployment Model: Resource Manager"),
            kQuota);
  EXPECT_EQ(ClassifyFailure(kAzure, "OperationNotAllowed",
                            "Unable to perform operation 'Create VM' since the provided max price '0.001 USD' is lower "
                            "than the current spot price '0.0168 USD' for Azure Spot VM size 'Standard_D2s_v5'."),
            kPriceTooLow);
  EXPECT_EQ(ClassifyFailure(kAzure, "OperationNotAllowed", "The quota of patience is exceeded."), kUnknown);
  EXPECT_EQ(ClassifyFailure(kGcp, "UNSUPPORTED_OPERATION",
                            "The zone 'projects/p/zones/us-central1-a' does not have enough resources available to "
                            "fulfill the request."),
            kCapacity);
}

TEST(FailureCodes, PhrasesOfMessagesWithoutACode) {
  EXPECT_EQ(ClassifyFailure(kAws, "",
                            "We currently do not have sufficient m5.large capacity in the Availability Zone you "
                            "requested (us-east-1a). Launching EC2 instance failed."),
            kCapacity);
  EXPECT_EQ(ClassifyFailure(kAws, "", "Max spot instance count exceeded. Launching EC2 instance failed."), kQuota);
  EXPECT_EQ(ClassifyFailure(kAws, "", "sufficient capacity in the Availability Zone you requested"), kUnknown);
  EXPECT_EQ(ClassifyFailure(kAzure, "", "Max spot instance count exceeded"), kUnknown);
  for (const FailurePhrase& row : FailurePhrases()) {
    EXPECT_EQ(ClassifyFailure(row.provider, row.code, row.phrase), row.failure) << row.phrase;
  }
}

}  // namespace
}  // namespace spotwright::launch
