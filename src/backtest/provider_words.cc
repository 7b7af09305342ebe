// What providers say to a launch that fails. Codes as their interfaces document them; where several say the same, the
// draw picks one.
#include <array>
#include <cstdint>
#include <span>

#include "src/backtest/cloud.h"

namespace spotwright::backtest {
namespace {

using Words = std::span<const ProviderAnswer>;

constexpr ProviderAnswer kAwsStock[] = {
    {"InsufficientInstanceCapacity",
     "We currently do not have sufficient capacity in the Availability Zone you requested."},
    {"UnfulfillableCapacity", "Unable to fulfill capacity."},
    {"InsufficientHostCapacity", "There is not enough capacity to fulfill your request."}};
constexpr ProviderAnswer kAwsSpotQuota[] = {{"MaxSpotInstanceCountExceeded", "Max spot instance count exceeded"}};
constexpr ProviderAnswer kAwsQuota[] = {
    {"VcpuLimitExceeded", "You have requested more vCPU capacity than your current vCPU limit allows."},
    {"InstanceLimitExceeded", "Your quota allows for 0 more running instance(s)."}};
constexpr ProviderAnswer kAwsPrice[] = {
    {"SpotMaxPriceTooLow",
     "Your Spot request price is lower than the minimum required Spot request fulfillment price."}};
constexpr ProviderAnswer kAwsConfiguration[] = {{"InvalidAMIID.NotFound", "The image id does not exist"}};
constexpr ProviderAnswer kAwsPermission[] = {
    {"UnauthorizedOperation", "You are not authorized to perform this operation."}};
constexpr ProviderAnswer kAwsThrottling[] = {{"RequestLimitExceeded", "Request limit exceeded."}};
constexpr ProviderAnswer kAwsUnknown[] = {{"InternalError", "An internal error has occurred"}};

constexpr ProviderAnswer kAzureStock[] = {
    {"SkuNotAvailable", "The requested VM size is currently not available in the location."},
    {"ZonalAllocationFailed", "Allocation failed. We do not have sufficient capacity for the requested VM size."},
    {"AllocationFailed", "Allocation failed. We do not have sufficient capacity for the requested VM size."}};
constexpr ProviderAnswer kAzureQuota[] = {{"QuotaExceeded",
                                           "Operation could not be completed as it results in "
                                           "exceeding approved Total Regional Cores quota."}};
constexpr ProviderAnswer kAzureConfiguration[] = {{"ImageNotFound", "The image was not found."}};
constexpr ProviderAnswer kAzurePermission[] = {
    {"AuthorizationFailed", "The client does not have authorization to perform action."}};
constexpr ProviderAnswer kAzureThrottling[] = {{"TooManyRequests", "Too many requests."}};
constexpr ProviderAnswer kAzureUnknown[] = {{"InternalExecutionError", "An internal execution error occurred."}};

constexpr ProviderAnswer kGcpStock[] = {
    {"ZONE_RESOURCE_POOL_EXHAUSTED", "The zone does not have enough resources available to fulfill the request."},
    {"ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS", "The zone does not have enough resources available."}};
constexpr ProviderAnswer kGcpQuota[] = {{"QUOTA_EXCEEDED", "Quota 'PREEMPTIBLE_CPUS' exceeded."}};
constexpr ProviderAnswer kGcpConfiguration[] = {{"RESOURCE_NOT_FOUND", "The resource was not found"}};
constexpr ProviderAnswer kGcpPermission[] = {{"PERMISSIONS_ERROR", "Required permission is missing"}};
constexpr ProviderAnswer kGcpThrottling[] = {{"RATE_LIMIT_EXCEEDED", "Rate limit exceeded."}};
constexpr ProviderAnswer kGcpUnknown[] = {{"INTERNAL_ERROR", "Internal error."}};

// In the order of Refusal. Google and Azure refuse no launch for its price with a code of its own.
constexpr std::array<std::array<Words, 7>, 3> kWords = {
    {{kAwsStock, kAwsQuota, kAwsPrice, kAwsConfiguration, kAwsPermission, kAwsThrottling, kAwsUnknown},
     {kAzureStock, kAzureQuota, kAzureStock, kAzureConfiguration, kAzurePermission, kAzureThrottling, kAzureUnknown},
     {kGcpStock, kGcpQuota, kGcpStock, kGcpConfiguration, kGcpPermission, kGcpThrottling, kGcpUnknown}}};

}  // namespace

ProviderAnswer WordsOf(Cloudlike cloud, Refusal refusal, CapacityType capacity_type, std::uint64_t draw) {
  Words words = kWords[static_cast<std::size_t>(cloud)][static_cast<std::size_t>(refusal)];
  if (cloud == Cloudlike::kAws && refusal == Refusal::kQuota && capacity_type == CapacityType::kSpot) {
    words = kAwsSpotQuota;
  }
  return words[static_cast<std::size_t>(draw % words.size())];
}

}  // namespace spotwright::backtest
