// Many threads at once: all get the same bytes, and one can stop another's work.
#include <spotwright.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "check.h"

namespace {

constexpr int kThreads = 8;
constexpr int kCallsEach = 200;

std::string Decide(const std::string& request) {
  spotwright_buffer response;
  spotwright_error* error;
  std::string text;
  if (spotwright_decide_mix(SPOTWRIGHT_FORMAT_JSON, request.data(), request.size(), nullptr, &response, &error) ==
      SPOTWRIGHT_OK) {
    text.assign(static_cast<const char*>(response.data), response.size);
  } else {
    text = std::string(spotwright_error_field(error)) + spotwright_error_message(error);
  }
  spotwright_buffer_free(&response);
  spotwright_error_free(&error);
  return text;
}

// No call precedes the threads: they race for the tables that the first call builds.
void TestManyThreads() {
  const std::string requests[] = {R"({"total_units":10,"policy":{"preset":"smart_scale"}})", R"({"total_units":-1})"};
  std::vector<std::string> answers(2 * kThreads);
  std::atomic<int> different = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int kind = 0; kind < 2; ++kind) {
        std::string& answer = answers[static_cast<std::size_t>(2 * i + kind)];
        answer = Decide(requests[kind]);
        for (int call = 0; call < kCallsEach; ++call) different += Decide(requests[kind]) != answer;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(different == 0);
  for (std::size_t i = 2; i < answers.size(); ++i) CHECK(answers[i] == answers[i % 2]);
  CHECK(answers[0].find("\"target_on_demand_units\":4") != std::string::npos);
  CHECK(answers[1].find("total_units") == 0);
}

// The flag is raised by another thread while decisions run; sooner or later one is cancelled.
void TestCancelFromAnotherThread() {
  std::int32_t flag = 0;
  spotwright_call call = {sizeof call, &flag, nullptr, nullptr};
  const std::string request = R"({"total_units":1})";
  std::thread other([&flag] { __atomic_store_n(&flag, 1, __ATOMIC_RELAXED); });
  std::int32_t code = SPOTWRIGHT_OK;
  while (code == SPOTWRIGHT_OK) {
    spotwright_buffer response;
    code = spotwright_decide_mix(SPOTWRIGHT_FORMAT_JSON, request.data(), request.size(), &call, &response, nullptr);
    spotwright_buffer_free(&response);
  }
  other.join();
  CHECK(code == SPOTWRIGHT_CANCELLED);
}

}  // namespace

int main() {
  TestManyThreads();
  TestCancelFromAnotherThread();
  return report_checks();
}
