// The advisor over many clusters: how long it takes, and what it finds.
#ifndef SPOTWRIGHT_BENCHMARKS_PRICES_ADVISOR_H_
#define SPOTWRIGHT_BENCHMARKS_PRICES_ADVISOR_H_

#include <string>
#include <vector>

#include "benchmarks/report.h"
#include "spotwright/offer.h"

namespace spotwright::bench {

// Spot and on-demand offers of DATA/catalog/aws_us_east_1.csv, or without data of a catalogue made up.
std::vector<Offer> CatalogueOffers(const std::string& data_folder);

// `clusters` clusters, each with `pools_of_each` of the spot pools: by turns, so that all types come up.
void AddAdvisor(Report& report, const std::string& name, const std::vector<Offer>& offers, std::size_t clusters,
                std::size_t pools_of_each);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PRICES_ADVISOR_H_
