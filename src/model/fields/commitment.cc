#include "spotwright/commitment.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Message& MessageOf<CommitmentPrice>() {
  static const Message kTable = Describe<CommitmentPrice>(
      "CommitmentPrice", "An hour of a type under a Savings Plan, a reservation, a committed-use discount.",
      {
          Field<&CommitmentPrice::name>(1, "name", "Such as \"compute savings plan, 1 year\"."),
          Field<&CommitmentPrice::instance_type>(2, "instance_type", "The provider's name of the type.").Required(),
          Field<&CommitmentPrice::region>(3, "region", "The provider's name of the region; empty: any."),
          Field<&CommitmentPrice::price_usd_per_hour>(4, "price_usd_per_hour", "Price of one node, USD per hour.")
              .Required()
              .Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<SpendCommitment>() {
  static const Message kTable = Describe<SpendCommitment>(
      "SpendCommitment",
      "A Savings Plan or a spend-based committed-use discount: it pays for on-demand instances at its own prices for "
      "as "
      "long as its hourly commitment lasts, which is due whether it is used or not.",
      {
          Field<&SpendCommitment::name>(1, "name", "Such as \"compute savings plan, 1 year\"."),
          Field<&SpendCommitment::commitment_usd_per_hour>(2, "commitment_usd_per_hour",
                                                           "What is left of it for this request, USD per hour.")
              .Required()
              .Range(0, 1e9),
          Field<&SpendCommitment::prices>(3, "prices", "The types that it covers; each type once in a region."),
      });
  return kTable;
}

}  // namespace spotwright::model
