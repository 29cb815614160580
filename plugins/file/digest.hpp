// SHA-256 of a payload that comes in pieces.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace crossdock::file {

class Digest {
public:
    Digest();
    void add(std::string_view bytes);
    // 64 lower-case hexadecimal digits. To be called once.
    std::string finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace crossdock::file
