// spotwright._core: the engine's functions for the Python package, which wraps them with types and documentation.
#include <pybind11/pybind11.h>

#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/python/classes.h"
#include "bindings/python/errors.h"
#include "bindings/python/from_python.h"
#include "bindings/python/to_python.h"
#include "src/codec/json.h"
#include "src/codec/protobuf.h"
#include "src/decisions.h"

namespace spotwright::python {
namespace {

namespace py = pybind11;
using model::Message;

// Python functions as a Call. The decision runs without the GIL, so each takes it for as long as it runs. The first
// exception is kept, ends the work, and is thrown again when the GIL is back.
class Callbacks {
 public:
  Callbacks(py::object progress, py::object cancelled)
      : progress_(std::move(progress)), cancelled_(std::move(cancelled)) {
    CheckCallable(progress_, "progress");
    CheckCallable(cancelled_, "cancelled");
  }

  Call ToCall() {
    Call call;
    if (progress_.is_none() && cancelled_.is_none()) return call;
    call.cancelled = [this] { return failure_ != nullptr || Cancelled(); };
    if (!progress_.is_none()) {
      call.progress = [this](double share) { Guarded([&] { progress_(share); }); };
    }
    return call;
  }

  void Rethrow() const {
    if (failure_ != nullptr) std::rethrow_exception(failure_);
  }

 private:
  static void CheckCallable(const py::object& callback, const char* name) {
    if (callback.is_none() || PyCallable_Check(callback.ptr()) != 0) return;
    const model::Path path{nullptr, name};
    Refuse(&path, "is not callable");
  }

  bool Cancelled() {
    bool answer = false;
    if (!cancelled_.is_none()) Guarded([&] { answer = py::bool_(cancelled_()); });
    return answer || failure_ != nullptr;
  }

  template <typename Body>
  void Guarded(Body body) {
    if (failure_ != nullptr) return;
    const py::gil_scoped_acquire acquired;
    try {
      body();
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  py::object progress_;
  py::object cancelled_;
  std::exception_ptr failure_;
};

const Message& MessageOfClass(py::handle type) {
  const std::string name = py::str(type.attr("__name__"));
  const Message* const message = FindMessage(name);
  if (message == nullptr) throw py::type_error(name + " is not a class of spotwright");
  return *message;
}

// Responses are read leniently, so that fields may be added to them.
codec::Unknown UnknownIn(const Message& message) {
  return message.write_defaults ? codec::Unknown::kSkip : codec::Unknown::kRefuse;
}

py::object Decide(std::string_view verb, py::handle request, py::object progress, py::object cancelled) {
  const Decision* const decision = FindDecision(verb);
  if (decision == nullptr) throw py::value_error("no decision is called " + std::string(verb));
  Callbacks callbacks(std::move(progress), std::move(cancelled));
  model::Object input(decision->request());
  model::Object output(decision->response());
  ReadObject(decision->request(), request, input.data());
  const Call call = callbacks.ToCall();
  std::optional<Error> error;
  {
    const py::gil_scoped_release released;
    error = decision->run(input.data(), call, output.data());
  }
  callbacks.Rethrow();
  ThrowIf(std::move(error));
  return WriteObject(decision->response(), output.data());
}

// The same struct with every part an instance of its class, whatever mappings and sequences it was made of.
py::object Normalized(py::handle source) {
  const Message& message = MessageOfClass(py::type::of(source));
  model::Object object(message);
  ReadObject(message, source, object.data());
  return WriteObject(message, object.data());
}

py::str ToJson(py::handle source) {
  const Message& message = MessageOfClass(py::type::of(source));
  model::Object object(message);
  ReadObject(message, source, object.data());
  return codec::EncodeJson(message, object.data());
}

py::bytes ToProto(py::handle source) {
  const Message& message = MessageOfClass(py::type::of(source));
  model::Object object(message);
  ReadObject(message, source, object.data());
  Result<std::string> bytes = codec::EncodeProtobuf(message, object.data());
  if (!bytes.ok()) throw Refused{bytes.error()};
  return *bytes;
}

// `text` is str or bytes.
py::object FromJson(py::handle type, std::string_view text) {
  const Message& message = MessageOfClass(type);
  model::Object object(message);
  ThrowIf(codec::DecodeJson(message, text, UnknownIn(message), object.data()));
  return WriteObject(message, object.data());
}

py::object FromProto(py::handle type, const py::bytes& data) {
  const Message& message = MessageOfClass(type);
  model::Object object(message);
  ThrowIf(codec::DecodeProtobuf(message, data, UnknownIn(message), object.data()));
  return WriteObject(message, object.data());
}

}  // namespace
}  // namespace spotwright::python

PYBIND11_MODULE(_core, module) {
  using namespace spotwright::python;
  module.doc() = "The engine behind the spotwright package. Use the package, not this module.";
  module.attr("__version__") = SPOTWRIGHT_VERSION;
  RegisterErrors();
  module.def("call", &Decide, pybind11::arg("verb"), pybind11::arg("request"), pybind11::arg("progress"),
             pybind11::arg("cancelled"));
  module.def("to_json", &ToJson, pybind11::arg("message"));
  module.def("from_json", &FromJson, pybind11::arg("type"), pybind11::arg("text"));
  module.def("to_proto", &ToProto, pybind11::arg("message"));
  module.def("from_proto", &FromProto, pybind11::arg("type"), pybind11::arg("data"));
  module.def("normalized", &Normalized, pybind11::arg("message"));
  module.def(
      "check_key", [](pybind11::handle type, std::string_view key) { CheckKey(MessageOfClass(type), key); },
      pybind11::arg("type"), pybind11::arg("key"));
}
