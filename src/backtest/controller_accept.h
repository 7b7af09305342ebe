// What the controller makes of any answer of a decision.
#ifndef SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_ACCEPT_H_
#define SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_ACCEPT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/result.h"
#include "src/backtest/steps.h"

namespace spotwright::backtest {

// Whether it is an answer; then `again_ms` is when it asks to be called. Complains of an error, and of a call at a
// moment that is not to come: that loops for ever.
template <typename T>
bool Accept(const char* decision, const Result<T>& answer, std::int64_t now_ms, std::int64_t& again_ms,
            std::vector<std::string>& complaints) {
  if (!answer.ok()) {
    complaints.push_back(std::string(decision) + ": " + answer.error().field + ": " + answer.error().message);
    again_ms = kNever;
    return false;
  }
  again_ms = answer->call_again_at_unix_ms.value_or(kNever);
  if (again_ms <= now_ms) {
    complaints.push_back(std::string(decision) + ": call_again_at_unix_ms is " + std::to_string(again_ms) + " at " +
                         std::to_string(now_ms));
    again_ms = now_ms + 1;
  }
  return true;
}

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_ACCEPT_H_
