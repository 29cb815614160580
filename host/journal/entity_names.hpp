// How ids are shown to people, by what they identify: `M12` a message, `D7` a document, `R9` a run, `S3` a delivery
// (something sent), `X4` an exception.
#pragma once

#include <string>

#include "host/journal/types.hpp"

namespace crossdock::journal {

inline std::string show_message(EntityId id) { return "M" + std::to_string(id); }
inline std::string show_document(EntityId id) { return "D" + std::to_string(id); }
inline std::string show_run(EntityId id) { return "R" + std::to_string(id); }
inline std::string show_delivery(EntityId id) { return "S" + std::to_string(id); }
inline std::string show_exception(EntityId id) { return "X" + std::to_string(id); }

}  // namespace crossdock::journal
