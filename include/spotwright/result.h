// Result<T>: a decision's answer, or the error that says which input to mend.
#ifndef SPOTWRIGHT_RESULT_H_
#define SPOTWRIGHT_RESULT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>

namespace spotwright {

// The canonical codes that gRPC and Abseil use, with the same numbers; they cross the C ABI as int32_t.
enum class ErrorCode : std::int32_t {
  kOk = 0,
  kCancelled = 1,          // The caller's cancel flag was raised.
  kInvalidArgument = 3,    // The request is malformed; `field` says where.
  kResourceExhausted = 8,  // Memory ran out, or the input is larger than the library accepts.
  kInternal = 13,          // A defect of the library; please report it.
};

// What went wrong. A request that is well formed but cannot be met is not an error: its response says so.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // One line: the value found, and what is accepted.
  std::string field;    // Path of the field at fault, such as `offers[3].price_usd_per_hour`; empty if none.

  friend bool operator==(const Error&, const Error&) = default;
};

// Holds either a T or an Error. Reading the one that is not held is undefined; ask ok() first.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::move(value)) {}      // NOLINT(google-explicit-constructor): `return response;`
  Result(Error error) : held_(std::move(error)) {}  // NOLINT(google-explicit-constructor): `return error;`

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& value() const& { return *std::get_if<T>(&held_); }
  T& value() & { return *std::get_if<T>(&held_); }
  T&& value() && { return std::move(*std::get_if<T>(&held_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Error& error() const { return *std::get_if<Error>(&held_); }

 private:
  std::variant<T, Error> held_;
};

// How a caller follows and stops long work. Every decision takes one; both members may be empty. They are called
// on the calling thread only, and never change the answer: a decision either completes or returns kCancelled.
struct Call {
  std::function<bool()> cancelled;       // Asked now and then; true ends the work with kCancelled.
  std::function<void(double)> progress;  // Told the share done, rising within [0, 1].
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_RESULT_H_
