#include "src/launch/failure_codes.h"

#include <cstddef>

namespace spotwright::launch {
namespace {

// Sources: Amazon EC2 API error codes, instance state reasons, Spot request status codes and "Troubleshoot Amazon EC2
// Auto Scaling"; Azure "Resolve allocation failures" and "Error codes for Azure Spot"; Compute Engine "Troubleshooting
// resource availability" and errors of operations. A subnet without addresses is of its zone, as capacity is. A volume
// that cannot be decrypted ends an instance with Client.InternalError: its key's permissions.
constexpr FailureCode kCodes[] = {
    {CloudProvider::kAws, "InsufficientInstanceCapacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "InsufficientHostCapacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "InsufficientCapacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "InsufficientCapacityOnHost", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "InsufficientReservedInstanceCapacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "InsufficientVolumeCapacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "ReservationCapacityExceeded", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "UnfulfillableCapacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "InsufficientFreeAddressesInSubnet", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "Server.InsufficientInstanceCapacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "Server.SpotInstanceShutdown", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "Server.SpotInstanceTermination", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "capacity-not-available", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "capacity-oversubscribed", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "instance-terminated-no-capacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "instance-stopped-no-capacity", LaunchFailure::kCapacity},
    {CloudProvider::kAws, "MaxSpotInstanceCountExceeded", LaunchFailure::kQuota},
    {CloudProvider::kAws, "MaxSpotFleetRequestCountExceeded", LaunchFailure::kQuota},
    {CloudProvider::kAws, "MaxFleetCountExceeded", LaunchFailure::kQuota},
    {CloudProvider::kAws, "VcpuLimitExceeded", LaunchFailure::kQuota},
    {CloudProvider::kAws, "InstanceLimitExceeded", LaunchFailure::kQuota},
    {CloudProvider::kAws, "HostLimitExceeded", LaunchFailure::kQuota},
    {CloudProvider::kAws, "limit-exceeded", LaunchFailure::kQuota},
    {CloudProvider::kAws, "SpotMaxPriceTooLow", LaunchFailure::kPriceTooLow},
    {CloudProvider::kAws, "price-too-low", LaunchFailure::kPriceTooLow},
    {CloudProvider::kAws, "instance-terminated-by-price", LaunchFailure::kPriceTooLow},
    {CloudProvider::kAws, "instance-stopped-by-price", LaunchFailure::kPriceTooLow},
    {CloudProvider::kAws, "InvalidParameter", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidParameterValue", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidParameterCombination", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "MissingParameter", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "IdempotentParameterMismatch", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidAMIID.Malformed", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidAMIID.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidAMIID.Unavailable", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidBlockDeviceMapping", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidFleetConfig", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidFleetConfiguration", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidGroup.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidInstanceType", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidKeyPair.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidLaunchTemplateId.Malformed", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidLaunchTemplateId.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidLaunchTemplateId.VersionNotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidLaunchTemplateName.NotFoundException", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidPlacementGroup.Unknown", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidSecurityGroupID.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidSnapshot.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidSpotFleetRequestConfig", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidSubnet", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidSubnetID.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidTenancy", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidUserData.Malformed", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "InvalidZone.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "Unsupported", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "UnsupportedOperation", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "VPCIdNotSpecified", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "Client.InvalidSnapshot.NotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "bad-parameters", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "constraint-not-fulfillable", LaunchFailure::kConfiguration},
    {CloudProvider::kAws, "UnauthorizedOperation", LaunchFailure::kPermission},
    {CloudProvider::kAws, "AuthFailure", LaunchFailure::kPermission},
    {CloudProvider::kAws, "AuthFailure.ServiceLinkedRoleCreationNotPermitted", LaunchFailure::kPermission},
    {CloudProvider::kAws, "AccessDenied", LaunchFailure::kPermission},
    {CloudProvider::kAws, "AccessDeniedException", LaunchFailure::kPermission},
    {CloudProvider::kAws, "Blocked", LaunchFailure::kPermission},
    {CloudProvider::kAws, "OptInRequired", LaunchFailure::kPermission},
    {CloudProvider::kAws, "PendingVerification", LaunchFailure::kPermission},
    {CloudProvider::kAws, "ExpiredToken", LaunchFailure::kPermission},
    {CloudProvider::kAws, "ExpiredTokenException", LaunchFailure::kPermission},
    {CloudProvider::kAws, "InvalidClientTokenId", LaunchFailure::kPermission},
    {CloudProvider::kAws, "UnrecognizedClientException", LaunchFailure::kPermission},
    {CloudProvider::kAws, "SignatureDoesNotMatch", LaunchFailure::kPermission},
    {CloudProvider::kAws, "Client.InternalError", LaunchFailure::kPermission},
    {CloudProvider::kAws, "RequestLimitExceeded", LaunchFailure::kThrottling},
    {CloudProvider::kAws, "Throttling", LaunchFailure::kThrottling},
    {CloudProvider::kAws, "ThrottlingException", LaunchFailure::kThrottling},
    {CloudProvider::kAws, "RequestThrottled", LaunchFailure::kThrottling},
    {CloudProvider::kAws, "RequestThrottledException", LaunchFailure::kThrottling},
    {CloudProvider::kAws, "EC2ThrottledException", LaunchFailure::kThrottling},
    {CloudProvider::kAws, "TooManyRequestsException", LaunchFailure::kThrottling},
    {CloudProvider::kAws, "ResourceContention", LaunchFailure::kThrottling},
    {CloudProvider::kAws, "ScalingActivityInProgress", LaunchFailure::kThrottling},
    {CloudProvider::kAzure, "AllocationFailed", LaunchFailure::kCapacity},
    {CloudProvider::kAzure, "ZonalAllocationFailed", LaunchFailure::kCapacity},
    {CloudProvider::kAzure, "OverconstrainedAllocationRequest", LaunchFailure::kCapacity},
    {CloudProvider::kAzure, "OverconstrainedZonalAllocationRequest", LaunchFailure::kCapacity},
    {CloudProvider::kAzure, "SkuNotAvailable", LaunchFailure::kCapacity},
    {CloudProvider::kAzure, "SubnetIsFull", LaunchFailure::kCapacity},
    {CloudProvider::kAzure, "QuotaExceeded", LaunchFailure::kQuota},
    {CloudProvider::kAzure, "InsufficientVCPUQuota", LaunchFailure::kQuota},
    {CloudProvider::kAzure, "ErrCode_InsufficientVCPUQuota", LaunchFailure::kQuota},
    {CloudProvider::kAzure, "SpotPriceGreaterThanProvidedMaxPrice", LaunchFailure::kPriceTooLow},
    {CloudProvider::kAzure, "InvalidParameter", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "InvalidResourceReference", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "InvalidTemplate", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "ImageNotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "PlatformImageNotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "MaxPriceValueInvalid", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "MissingSubscriptionRegistration", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "NetcfgInvalidSubnet", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "PropertyChangeNotAllowed", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "ResourceGroupNotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "ResourceNotFound", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "VMPriorityCannotBeApplied", LaunchFailure::kConfiguration},
    {CloudProvider::kAzure, "AuthorizationFailed", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "LinkedAuthorizationFailed", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "AuthenticationFailed", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "InvalidAuthenticationToken", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "ExpiredAuthenticationToken", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "ReadOnlyDisabledSubscription", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "RequestDisallowedByPolicy", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "ScopeLocked", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "SubscriptionNotFound", LaunchFailure::kPermission},
    {CloudProvider::kAzure, "TooManyRequests", LaunchFailure::kThrottling},
    {CloudProvider::kAzure, "SubscriptionRequestsThrottled", LaunchFailure::kThrottling},
    {CloudProvider::kAzure, "ResourceRequestsThrottled", LaunchFailure::kThrottling},
    {CloudProvider::kAzure, "RetryableError", LaunchFailure::kThrottling},
    {CloudProvider::kAzure, "AnotherOperationInProgress", LaunchFailure::kThrottling},
    {CloudProvider::kGcp, "ZONE_RESOURCE_POOL_EXHAUSTED", LaunchFailure::kCapacity},
    {CloudProvider::kGcp, "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS", LaunchFailure::kCapacity},
    {CloudProvider::kGcp, "RESOURCE_POOL_EXHAUSTED", LaunchFailure::kCapacity},
    {CloudProvider::kGcp, "STOCKOUT", LaunchFailure::kCapacity},
    {CloudProvider::kGcp, "insufficientCapacity", LaunchFailure::kCapacity},
    {CloudProvider::kGcp, "VM_MIN_COUNT_NOT_REACHED", LaunchFailure::kCapacity},
    {CloudProvider::kGcp, "IP_SPACE_EXHAUSTED", LaunchFailure::kCapacity},
    {CloudProvider::kGcp, "IP_SPACE_EXHAUSTED_WITH_DETAILS", LaunchFailure::kCapacity},
    {CloudProvider::kGcp, "QUOTA_EXCEEDED", LaunchFailure::kQuota},
    {CloudProvider::kGcp, "quotaExceeded", LaunchFailure::kQuota},
    {CloudProvider::kGcp, "INVALID_USAGE", LaunchFailure::kConfiguration},
    {CloudProvider::kGcp, "INVALID_RESERVATION", LaunchFailure::kConfiguration},
    {CloudProvider::kGcp, "RESOURCE_NOT_FOUND", LaunchFailure::kConfiguration},
    {CloudProvider::kGcp, "UNSUPPORTED_OPERATION", LaunchFailure::kConfiguration},
    {CloudProvider::kGcp, "badRequest", LaunchFailure::kConfiguration},
    {CloudProvider::kGcp, "invalid", LaunchFailure::kConfiguration},
    {CloudProvider::kGcp, "notFound", LaunchFailure::kConfiguration},
    {CloudProvider::kGcp, "required", LaunchFailure::kConfiguration},
    {CloudProvider::kGcp, "PERMISSION_DENIED", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "PERMISSIONS_ERROR", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "IAM_PERMISSION_DENIED", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "CONDITION_NOT_MET", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "VM_EXTERNAL_IP_ACCESS_POLICY_CONSTRAINT", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "accessNotConfigured", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "authError", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "forbidden", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "insufficientPermissions", LaunchFailure::kPermission},
    {CloudProvider::kGcp, "RATE_LIMIT_EXCEEDED", LaunchFailure::kThrottling},
    {CloudProvider::kGcp, "RESOURCE_OPERATION_RATE_EXCEEDED", LaunchFailure::kThrottling},
    {CloudProvider::kGcp, "RESOURCE_NOT_READY", LaunchFailure::kThrottling},
    {CloudProvider::kGcp, "rateLimitExceeded", LaunchFailure::kThrottling},
    {CloudProvider::kGcp, "userRateLimitExceeded", LaunchFailure::kThrottling},
    {CloudProvider::kGcp, "resourceNotReady", LaunchFailure::kThrottling},
};

constexpr FailurePhrase kPhrases[] = {
    {CloudProvider::kAws, "Unsupported",
     "Your requested instance type ({}) is not supported in your requested Availability Zone ({})",
     LaunchFailure::kCapacity},
    {CloudProvider::kAws, "ValidationError",
     "New SetDesiredCapacity value {} is above max value {} for the AutoScalingGroup", LaunchFailure::kGroupAtMaximum},
    {CloudProvider::kAws, "", "We currently do not have sufficient {} capacity in the Availability Zone you requested",
     LaunchFailure::kCapacity},
    {CloudProvider::kAws, "", "There is no Spot capacity available that matches your request",
     LaunchFailure::kCapacity},
    {CloudProvider::kAws, "",
     "Your requested instance type ({}) is not supported in your requested Availability Zone ({})",
     LaunchFailure::kCapacity},
    {CloudProvider::kAws, "", "You have requested more vCPU capacity than your current vCPU limit of {} allows for",
     LaunchFailure::kQuota},
    {CloudProvider::kAws, "", "Max spot instance count exceeded", LaunchFailure::kQuota},
    {CloudProvider::kAws, "",
     "Your Spot request price of {} is lower than the minimum required Spot request fulfillment price of",
     LaunchFailure::kPriceTooLow},
    {CloudProvider::kAws, "", "You are not authorized to perform this operation", LaunchFailure::kPermission},
    {CloudProvider::kAws, "", "Request limit exceeded", LaunchFailure::kThrottling},
    {CloudProvider::kAzure, "OperationNotAllowed",
     "Operation could not be completed as it results in exceeding approved {} quota", LaunchFailure::kQuota},
    {CloudProvider::kAzure, "OperationNotAllowed",
     "since the provided max price {} is lower than the current spot price {} for Azure Spot",
     LaunchFailure::kPriceTooLow},
    {CloudProvider::kGcp, "UNSUPPORTED_OPERATION", "does not have enough resources available to fulfill the request",
     LaunchFailure::kCapacity},
};

bool Holds(std::string_view message, std::string_view phrase) {
  std::size_t at = 0;
  for (;;) {
    const std::size_t gap = phrase.find("{}");
    const std::string_view part = phrase.substr(0, gap);
    const std::size_t found = message.find(part, at);
    if (found == std::string_view::npos) return false;
    if (gap == std::string_view::npos) return true;
    at = found + part.size();
    phrase.remove_prefix(gap + 2);
  }
}

}  // namespace

std::span<const FailureCode> FailureCodes() { return kCodes; }

std::span<const FailurePhrase> FailurePhrases() { return kPhrases; }

LaunchFailure ClassifyFailure(CloudProvider provider, std::string_view code, std::string_view message) {
  for (const FailurePhrase& row : kPhrases) {
    if (row.provider == provider && row.code == code && Holds(message, row.phrase)) return row.failure;
  }
  if (code.empty()) return LaunchFailure::kUnknown;
  for (const FailureCode& row : kCodes) {
    if (row.provider == provider && row.code == code) return row.failure;
  }
  return LaunchFailure::kUnknown;
}

}  // namespace spotwright::launch
