// grade_regions over every region and type of a provider: how long it takes, and how the grades fall.
#ifndef SPOTWRIGHT_BENCHMARKS_PRICES_GRADES_H_
#define SPOTWRIGHT_BENCHMARKS_PRICES_GRADES_H_

#include <string>
#include <vector>

#include "benchmarks/report.h"
#include "spotwright/offer.h"

namespace spotwright::bench {

// A spot and an on-demand offer for each row of DATA/catalog/spot-advisor-data.json whose type is in
// DATA/catalog/aws_us_east_1.csv: savings and band are the region's, on-demand prices those of us-east-1 everywhere, as
// the catalogue has no others. So times are those of real sizes, and ranks of regions show savings alone. Without data:
// 33 regions with 800 types each, made up.
std::vector<Offer> OffersOfAllRegions(const std::string& data_folder);

// Grades all of it, without and with a thousand places in use.
void AddGrades(Report& report, const std::vector<Offer>& offers);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PRICES_GRADES_H_
