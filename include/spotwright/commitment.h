// Commitments: capacity that is paid for in advance, at prices of its own.
#ifndef SPOTWRIGHT_COMMITMENT_H_
#define SPOTWRIGHT_COMMITMENT_H_

#include <string>
#include <vector>

namespace spotwright {

// An hour of a type under a Savings Plan, a reservation, a committed-use discount.
struct CommitmentPrice {
  std::string name;  // Such as "compute savings plan, 1 year".
  std::string instance_type;
  std::string region;  // Empty: any.
  double price_usd_per_hour = 0;

  friend bool operator==(const CommitmentPrice&, const CommitmentPrice&) = default;
};

// A Savings Plan or a spend-based committed-use discount: it pays for on-demand instances at its own prices for as long
// as its hourly commitment lasts, which is due whether it is used or not.
struct SpendCommitment {
  std::string name;
  double commitment_usd_per_hour = 0;   // What is left of it for this request.
  std::vector<CommitmentPrice> prices;  // The types that it covers; each type once in a region.

  friend bool operator==(const SpendCommitment&, const SpendCommitment&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_COMMITMENT_H_
