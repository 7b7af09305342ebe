// Random messages: any struct with a field table, filled so that it is valid and unlike what a person would write.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_RANDOM_MESSAGE_H_
#define SPOTWRIGHT_TESTS_SUPPORT_RANDOM_MESSAGE_H_

#include <string>
#include <vector>

#include "src/base/random.h"
#include "src/model/field.h"

namespace spotwright::test {

// Every request and response in the table of decisions, and every message they are made of.
std::vector<const model::Message*> AllMessages();

// Fills `object`, which is value-initialised, so that model::Validate accepts it. Each field is left at its default,
// zero, at an end of its range or anything between; lists, maps and optionals are empty or not; strings are empty,
// long, full of characters that need escaping, or from all planes of Unicode.
void FillRandom(const model::Message& message, base::Random& random, void* object);

// A string such as FillRandom writes.
std::string RandomString(base::Random& random);

// Whether both hold the same, by the structs' own ==.
bool SameContent(const model::Message& message, const void* a, const void* b);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_RANDOM_MESSAGE_H_
