#include "spotwright/render.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/codec/json.h"
#include "src/decisions.h"
#include "src/formats/renderers.h"
#include "src/model/begin.h"

namespace spotwright {
namespace {

using base::Cat;

template <typename F>
struct ArgumentOf;
template <typename T>
struct ArgumentOf<formats::Document (*)(const T&)> {
  using Type = T;
};

struct Renderer {
  const model::Message& (*response)();
  formats::Document (*render)(const void* response);
};

template <auto kFunction>
constexpr Renderer Row() {
  using Response = typename ArgumentOf<decltype(kFunction)>::Type;
  return {&model::MessageOf<Response>,
          [](const void* response) { return kFunction(*static_cast<const Response*>(response)); }};
}

// Responses with a renderer of their own.
constexpr Renderer kRenderers[] = {
    Row<&formats::RenderAssessPrices>(), Row<&formats::RenderBalanceZones>(), Row<&formats::RenderDecideMix>(),
    Row<&formats::RenderEstimateRisk>(), Row<&formats::RenderForecast>(),     Row<&formats::RenderGradeRegions>(),
    Row<&formats::RenderImport>(),       Row<&formats::RenderPack>(),         Row<&formats::RenderPlan>(),
    Row<&formats::RenderScale>(),        Row<&formats::RenderLaunch>(),
};

formats::Document ToDocument(const Decision& decision, const void* response) {
  for (const Renderer& renderer : kRenderers) {
    if (renderer.response == decision.response) return renderer.render(response);
  }
  return formats::RenderAny(std::string(decision.verb), decision.response(), response);
}

Error UnknownVerb(const std::string& verb) {
  std::string accepted;
  for (const Decision& decision : Decisions()) {
    accepted += Cat(accepted.empty() ? "" : ", ", decision.verb);
  }
  return model::InvalidField("verb", Cat("is ", base::Quoted(verb), "; accepted: ", accepted));
}

}  // namespace

Result<RenderResponse> Render(const RenderRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  const Decision* decision = FindDecision(request.verb);
  if (decision == nullptr) return UnknownVerb(request.verb);

  const model::Message& message = decision->response();
  model::Object response(message);
  // Decoding suffices: responses have no ranges, and what a step does not speak of may be unset.
  if (auto error = codec::DecodeJson(message, request.response_json, codec::Unknown::kSkip, response.data())) {
    if (!error->field.empty()) error->message = Cat(error->field, ": ", error->message);
    error->field = "response_json";
    return *error;
  }
  const formats::Document document = ToDocument(*decision, response.data());
  if (request.output == RenderOutput::kMarkdown) return RenderResponse{formats::WriteMarkdown(document)};
  return RenderResponse{formats::WriteTerminal(document, static_cast<int>(request.width_columns), request.color)};
}

}  // namespace spotwright
