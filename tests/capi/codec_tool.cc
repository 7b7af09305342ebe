// codec_tool MESSAGE FROM TO: reads a message on standard input in one format and writes it in another, for
// tests that hold our codecs against other people's. FROM and TO: json or protobuf. TO may be `check`: then ranges are
// checked too and nothing is written.
// codec_tool --serve: the same for many, without a process for each. Each task on standard input is a line
// "MESSAGE FROM TO SIZE" and SIZE bytes; each answer is a line "CODE SIZE" and SIZE bytes, CODE 0 for success; of an
// error the bytes are "FIELD: MESSAGE".
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "spotwright/result.h"
#include "src/codec/json.h"
#include "src/codec/protobuf.h"
#include "src/decisions.h"
#include "src/model/reach.h"
#include "src/model/validate.h"

namespace spotwright {
namespace {

const model::Message* FindMessage(const std::string& name) {
  std::vector<const model::Message*> roots;
  for (const Decision& decision : Decisions()) {
    roots.push_back(&decision.request());
    roots.push_back(&decision.response());
  }
  for (const model::Message* const message : model::Reach(roots).messages) {
    if (message->name == name) return message;
  }
  return nullptr;
}

Error Usage(std::string what) { return Error{ErrorCode::kInternal, std::move(what), "codec_tool"}; }

Result<std::string> Convert(const std::string& name, const std::string& from, const std::string& to,
                            const std::string& bytes) {
  const model::Message* const message = FindMessage(name);
  if (message == nullptr) return Usage("no message " + name);
  if (from != "json" && from != "protobuf") return Usage("no format " + from);

  model::Object object(*message);
  auto error = from == "json" ? codec::DecodeJson(*message, bytes, codec::Unknown::kRefuse, object.data())
                              : codec::DecodeProtobuf(*message, bytes, codec::Unknown::kRefuse, object.data());
  if (!error && to == "check") error = model::Validate(*message, object.data());
  if (error) return *std::move(error);

  if (to == "check") return std::string();
  if (to == "json") return codec::EncodeJson(*message, object.data());
  if (to == "protobuf") return codec::EncodeProtobuf(*message, object.data());
  return Usage("no format " + to);
}

int Serve() {
  std::string name, from, to;
  std::size_t size = 0;
  while (std::cin >> name >> from >> to >> size) {
    std::string bytes(size, '\0');
    std::cin.get();  // The newline.
    if (!std::cin.read(bytes.data(), static_cast<std::streamsize>(size))) return 1;
    const Result<std::string> result = Convert(name, from, to, bytes);
    const std::string answer = result.ok() ? *result : result.error().field + ": " + result.error().message;
    const int code = result.ok() ? 0 : static_cast<int>(result.error().code);
    std::cout << code << " " << answer.size() << "\n" << answer << std::flush;
  }
  return 0;
}

}  // namespace
}  // namespace spotwright

int main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == "--serve") return spotwright::Serve();
  if (argc != 4) {
    std::cerr << "usage: codec_tool MESSAGE json|protobuf json|protobuf|check, or codec_tool --serve\n";
    return 2;
  }
  std::ostringstream input;
  input << std::cin.rdbuf();
  const auto result = spotwright::Convert(argv[1], argv[2], argv[3], std::move(input).str());
  if (!result.ok()) {
    std::cerr << result.error().field << ": " << result.error().message << "\n";
    return 1;
  }
  std::cout << *result;
  return 0;
}
