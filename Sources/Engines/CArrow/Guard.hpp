// Turns what C++ throws or returns into a status and a message.
#pragma once

#include <arrow/api.h>

#include <cstring>
#include <exception>
#include <string>

#include "include/CArrow.h"

namespace lathe {

inline int fail(lathe_arrow_error *error, const std::string &message) {
  std::strncpy(error->message, message.c_str(), sizeof(error->message) - 1);
  error->message[sizeof(error->message) - 1] = 0;
  return 1;
}

/// Runs `body`, which returns an arrow::Status.
template <typename Body>
int guarded(lathe_arrow_error *error, Body body) noexcept {
  try {
    arrow::Status status = body();
    return status.ok() ? 0 : fail(error, status.message());
  } catch (const std::exception &exception) {
    return fail(error, exception.what());
  } catch (...) {
    return fail(error, "unknown failure in Arrow");
  }
}

}  // namespace lathe
