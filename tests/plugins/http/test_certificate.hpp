// A certificate of its own making for `localhost`, new for each test.
#pragma once

#include <string>

namespace crossdock::http::testing {

struct TestCertificate {
    TestCertificate();
    std::string certificate;  // PEM; trusts itself
    std::string private_key;  // PEM
};

}  // namespace crossdock::http::testing
