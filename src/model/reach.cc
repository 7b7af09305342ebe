#include "src/model/reach.h"

#include <algorithm>

namespace spotwright::model {
namespace {

template <typename T>
bool Contains(const std::vector<const T*>& list, const T* item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

Reached Reach(const std::vector<const Message*>& roots, const std::vector<const Message*>& stop) {
  Reached reached;
  std::vector<const Message*> open(roots.rbegin(), roots.rend());
  while (!open.empty()) {
    const Message* const message = open.back();
    open.pop_back();
    if (Contains(reached.messages, message) || Contains(stop, message)) continue;
    reached.messages.push_back(message);
    for (const FieldInfo& field : message->fields) {
      if (field.kind == Kind::kEnum && !Contains(reached.enums, &field.enumeration())) {
        reached.enums.push_back(&field.enumeration());
      }
    }
    // Pushed last to first, so that the first field's message comes next.
    for (auto field = message->fields.rbegin(); field != message->fields.rend(); ++field) {
      if (field->kind == Kind::kMessage) open.push_back(&field->message());
    }
  }
  return reached;
}

}  // namespace spotwright::model
