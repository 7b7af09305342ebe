#include "src/model/risk_model.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/validate.h"

namespace spotwright::model {
namespace {

using base::Cat;
using base::Quoted;

std::string ScopeName(const ShockRisk& shock) {
  if (shock.region.empty()) return "everything";
  if (shock.instance_type.empty()) return Cat("region ", Quoted(shock.region));
  return Cat(Quoted(shock.instance_type), " in region ", Quoted(shock.region));
}

}  // namespace

std::optional<Error> CheckRiskModel(const RiskModel& model) {
  std::set<Pool> pools;
  for (std::size_t i = 0; i < model.pools.size(); ++i) {
    if (auto error = CheckSpotPool(model.pools[i].pool, Cat(ElementPath("pools", i), ".pool"), pools)) return error;
  }
  std::set<std::pair<std::string_view, std::string_view>> scopes;
  for (std::size_t i = 0; i < model.shocks.size(); ++i) {
    const ShockRisk& shock = model.shocks[i];
    const std::string path = ElementPath("shocks", i);
    if (shock.region.empty() && !shock.instance_type.empty()) {
      return InvalidField(Cat(path, ".region"), Cat("is empty, but instance_type is ", Quoted(shock.instance_type),
                                                    "; state the region in which the type is hit"));
    }
    if (!scopes.emplace(shock.region, shock.instance_type).second) {
      return InvalidField(path, Cat("is a second shock on ", ScopeName(shock), "; state each scope once"));
    }
  }
  return std::nullopt;
}

}  // namespace spotwright::model
