// A client that sends exactly the bytes it is given, and reads one answer at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace crossdock::http::testing {

struct HttpReply {
    int status = 0;                             // 0: the connection ended, or five seconds passed, without an answer
    std::map<std::string, std::string> fields;  // names in lower case
    std::string body;

    [[nodiscard]] std::string field(const std::string& name) const {
        const auto found = fields.find(name);
        return found == fields.end() ? "" : found->second;
    }
};

// Not thread-safe. With `trust` (a PEM certificate) it speaks TLS to the name `localhost`.
class RawClient {
public:
    explicit RawClient(std::uint16_t port, const std::string& trust = "");
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient();

    void send(const std::string& bytes);
    HttpReply read();
    HttpReply ask(const std::string& bytes) {
        send(bytes);
        return read();
    }
    // Does the other side end the connection within five seconds?
    bool is_ended();

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
    std::string read_;
};

// A POST of `body`; `fields` are whole lines.
std::string post(const std::string& body, const std::string& fields = "X-Api-Key: secret\r\n",
                 const std::string& path = "/orders");

}  // namespace crossdock::http::testing
