// One request and its response as libcurl sees them. Included by client.cpp and transfer.cpp alone.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <memory>

#include "plugins/http/client.hpp"

namespace crossdock::http {

struct FreeEasy {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

// Owns its easy handle. On the loop's thread only.
class Transfer {
public:
    // Throws a Failure when libcurl refuses what is asked.
    Transfer(const ClientSettings& settings, Request request, std::function<void(Exchange)> done,
             std::unique_ptr<CURL, FreeEasy> handle);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    [[nodiscard]] CURL* handle() const noexcept { return handle_.get(); }
    [[nodiscard]] std::uint64_t operation() const noexcept { return request_.operation; }
    // The handle is out of the multi handle by now. Answers it for another request.
    std::unique_ptr<CURL, FreeEasy> end(CURLcode code);
    void end_cancelled();

private:
    static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static std::size_t take_field(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    template <typename Value>
    void set(CURLoption option, Value value);
    void set_up(const ClientSettings& settings);
    [[nodiscard]] Exchange::End end_of(CURLcode code) const noexcept;

    Request request_;
    std::function<void(Exchange)> done_;
    std::unique_ptr<CURL, FreeEasy> handle_;
    std::unique_ptr<curl_slist, FreeList> fields_;
    std::uint64_t response_size_max_;
    Exchange exchange_;
    bool too_large_ = false;
    char trouble_[CURL_ERROR_SIZE] = {};
};

}  // namespace crossdock::http
