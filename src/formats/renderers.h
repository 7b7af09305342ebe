// Renderers: what of each response is shown, as a Document. One function for each verb, in a file of its own.
#ifndef SPOTWRIGHT_SRC_FORMATS_RENDERERS_H_
#define SPOTWRIGHT_SRC_FORMATS_RENDERERS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/assess_prices.h"
#include "spotwright/balance_zones.h"
#include "spotwright/decide_mix.h"
#include "spotwright/estimate_risk.h"
#include "spotwright/forecast.h"
#include "spotwright/grade_regions.h"
#include "spotwright/import.h"
#include "spotwright/launch.h"
#include "spotwright/pack.h"
#include "spotwright/plan.h"
#include "spotwright/scale.h"
#include "src/formats/document.h"
#include "src/model/field.h"

namespace spotwright::formats {

Document RenderAssessPrices(const AssessPricesResponse& response);
Document RenderBalanceZones(const BalanceZonesResponse& response);
Document RenderDecideMix(const DecideMixResponse& response);
Document RenderEstimateRisk(const EstimateRiskResponse& response);
Document RenderForecast(const ForecastResponse& response);
Document RenderGradeRegions(const GradeRegionsResponse& response);
Document RenderImport(const ImportResponse& response);
Document RenderLaunch(const LaunchResponse& response);
Document RenderPack(const PackResponse& response);
Document RenderPlan(const PlanResponse& response);
Document RenderScale(const ScaleResponse& response);

// Any response, by its field table: single values as facts, repeated messages as tables. For verbs without a renderer
// of their own.
Document RenderAny(const std::string& verb, const model::Message& message, const void* response);

// Shared parts.

// The sentences, those of one code together; of many with one code only the first few, and how many more there are.
List Sentences(const std::vector<Reason>& reasons, Tone tone = Tone::kPlain);

// Each workload that found no place, with why.
List UnplacedList(const std::vector<Unplaced>& unplaced);

// "m6i.large", "us-east-1a", "spot": the three cells that name a pool, and their columns.
std::vector<Column> PoolColumns();
std::vector<Text> PoolCells(const Pool& pool);

// A share as text, with a bar.
Text FillCell(double share);

// "Not feasible: ..." or, when feasible, the words given.
Paragraph Verdict(bool feasible, const std::string& if_feasible, const std::string& if_not);

std::int64_t UnplacedReplicas(const std::vector<Unplaced>& unplaced);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_RENDERERS_H_
