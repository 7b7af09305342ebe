// Exponential and logarithm of our own: libm's differ in the last bit between machines, and answers must not.
#ifndef SPOTWRIGHT_SRC_BASE_ELEMENTARY_H_
#define SPOTWRIGHT_SRC_BASE_ELEMENTARY_H_

#include <vector>

namespace spotwright::base {

// e^x. Relative error below 1e-15 where the result is a normal double; 0 below -745, infinity above 709.78.
double Exp(double x);

// The natural logarithm of x >= 0. Error below 1e-15, relative or absolute, whichever allows more; -infinity at 0.
double Log(double x);

// Of each of the values, as Log() says; fast when all of them are normal numbers above 0.
std::vector<double> Logs(const std::vector<double>& values);

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_ELEMENTARY_H_
