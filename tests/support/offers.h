// Offers for tests, in one line each.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_OFFERS_H_
#define SPOTWRIGHT_TESTS_SUPPORT_OFFERS_H_

#include <string>
#include <utility>
#include <vector>

#include "spotwright/offer.h"
#include "spotwright/reason.h"

namespace spotwright::test {

inline Offer MakeOffer(CapacityType capacity_type, std::string instance_type, std::string zone,
                       double price_usd_per_hour) {
  Offer offer;
  offer.instance_type = std::move(instance_type);
  offer.region = "eu-west-1";
  offer.zone = std::move(zone);
  offer.capacity_type = capacity_type;
  offer.price_usd_per_hour = price_usd_per_hour;
  return offer;
}

inline Offer Spot(std::string instance_type, std::string zone, double price_usd_per_hour) {
  return MakeOffer(CapacityType::kSpot, std::move(instance_type), std::move(zone), price_usd_per_hour);
}

inline Offer OnDemand(std::string instance_type, std::string zone, double price_usd_per_hour) {
  return MakeOffer(CapacityType::kOnDemand, std::move(instance_type), std::move(zone), price_usd_per_hour);
}

inline std::vector<std::string> Codes(const std::vector<Reason>& reasons) {
  std::vector<std::string> codes;
  for (const Reason& reason : reasons) codes.push_back(reason.code);
  return codes;
}

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_OFFERS_H_
