// Whether a person is looking.
#pragma once

namespace crossdock::platform {

bool stdout_is_terminal();

}  // namespace crossdock::platform
