#include "src/formats/amounts.h"

#include <algorithm>

#include "src/base/text.h"
#include "src/formats/quantity.h"

namespace spotwright::formats {
namespace {

constexpr std::int64_t kSumLimit = std::int64_t{1} << 62;
constexpr std::int64_t kCountLimit = 1'000'000'000;
constexpr std::int64_t kBytesLimit = 1'000'000'000'000'000;

}  // namespace

Amounts ReadAmounts(JsonView list) {
  Amounts amounts;
  for (const JsonView member : list.Members()) {
    const bool is_cpu = member.key() == "cpu";
    const std::string_view text = member.Text();
    const auto amount = ReadQuantity(text, is_cpu ? QuantityUnit::kMilli : QuantityUnit::kOne);
    if (!amount) member.Refuse("a Kubernetes quantity such as \"500m\" or \"2Gi\", not negative");
    amounts[std::string(member.key())] = amount.value_or(0);
  }
  return amounts;
}

void AddTo(Amounts& sum, const Amounts& more) {
  for (const auto& [name, amount] : more) {
    std::int64_t& total = sum[name];
    total = amount >= kSumLimit - total ? kSumLimit : total + amount;
  }
}

void RaiseTo(Amounts& peak, const Amounts& other) {
  for (const auto& [name, amount] : other) {
    std::int64_t& top = peak[name];
    top = std::max(top, amount);
  }
}

Resources ToResources(const Amounts& amounts, JsonView place) {
  Resources resources;
  for (const auto& [name, amount] : amounts) {
    if (amount == 0) continue;
    std::int64_t limit = kBytesLimit;
    if (name == "cpu") {
      resources.cpu_millicores = amount;
      limit = kCountLimit;
    } else if (name == "memory") {
      resources.memory_bytes = amount;
    } else if (name == "ephemeral-storage") {
      resources.ephemeral_storage_bytes = amount;
    } else if (name == "pods") {
      resources.pods = amount;
      limit = kCountLimit;
    } else if (name == "nvidia.com/gpu") {
      // The GPUs of other makers are resources under their own names: a pod that asks for one cannot use another.
      resources.gpus = amount;
      limit = kCountLimit;
    } else {
      resources.extended[name] = amount;
    }
    if (amount > limit) place.Fail(base::Cat("comes to ", amount, " of ", name, "; accepted: at most ", limit));
  }
  return resources;
}

}  // namespace spotwright::formats
