// Frames, endpoints and mailboxes.
#include <chrono>
#include <filesystem>
#include <thread>

#include "host/bus/build_id.hpp"
#include "host/bus/endpoint.hpp"
#include "host/bus/mailbox.hpp"
#include "host/bus/sender.hpp"
#include "host/bus/timers.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using namespace crossdock::bus;

namespace {

enum class Op : std::uint16_t { question = 1, answer = 2 };

zmq::socket_t connected(zmq::context_t& context, const Endpoint& endpoint, const char* name) {
    zmq::socket_t socket = make_socket(context, zmq::socket_type::dealer);
    socket.set(zmq::sockopt::routing_id, name);
    socket.set(zmq::sockopt::rcvtimeo, 5'000);
    REQUIRE(connect(socket, endpoint).ok());
    return socket;
}

// Asks once through the endpoint and answers.
void exchange(zmq::context_t& server_context, zmq::socket_t& server, const Endpoint& endpoint) {
    zmq::context_t client_context(1);
    zmq::context_t& context = endpoint.address.starts_with("inproc") ? server_context : client_context;
    zmq::socket_t client = connected(context, endpoint, "asker");
    server.set(zmq::sockopt::rcvtimeo, 5'000);
    Frame question(Op::question, 7);
    question.fields().text("how are you");
    question.add(owned_part(std::string(100'000, 'x')));
    const bool asked = std::move(question).send(client);
    REQUIRE(asked);
    const auto got = Received::receive(server, true, true);
    REQUIRE(got);
    CHECK(got->route == "asker");
    CHECK(got->op<Op>() == Op::question);
    CHECK(got->head.operation == 7);
    CHECK(got->fields().text() == "how are you");
    CHECK(got->parts.at(0).size() == 100'000);
    Frame answer(Op::answer, 7);
    answer.set_status(3);
    const bool answered = std::move(answer).send(server, got->route);
    REQUIRE(answered);
    const auto back = Received::receive(client, false, true);
    REQUIRE(back);
    CHECK(back->head.status == 3);
}

}  // namespace

TEST_CASE("a frame goes to another thread and back") {
    zmq::context_t context(0);
    zmq::socket_t server = make_socket(context, zmq::socket_type::router);
    server.bind("inproc://test");
    exchange(context, server, {"inproc://test", {}});
}

TEST_CASE("a frame goes to another process over ipc") {
    zmq::context_t context(1);
    zmq::socket_t server = make_socket(context, zmq::socket_type::router);
    const auto endpoint = bind_for_processes(server, std::filesystem::temp_directory_path(), "crossdock-bus-test");
    REQUIRE(endpoint.ok());
    CHECK(endpoint->address.starts_with("ipc://"));
    exchange(context, server, *endpoint);
}

TEST_CASE("where ipc cannot be bound, tcp with one-time keys is used, and strangers are kept out") {
    zmq::context_t context(1);
    zmq::socket_t server = make_socket(context, zmq::socket_type::router);
    const auto endpoint = bind_for_processes(server, "/" + std::string(200, 'x'), "too-long");
    REQUIRE(endpoint.ok());
    CHECK(endpoint->address.starts_with("tcp://127.0.0.1:"));
    CHECK(endpoint->server_key.size() == 40);
    exchange(context, server, *endpoint);

    zmq::context_t strange(1);
    zmq::socket_t stranger = connected(strange, {endpoint->address, {}}, "stranger");
    Frame(Op::question).send(stranger);
    server.set(zmq::sockopt::rcvtimeo, 200);
    CHECK_FALSE(Received::receive(server, true, true));
}

TEST_CASE("a shared part is not copied and lets its owner go") {
    zmq::context_t context(0);
    zmq::socket_t server = make_socket(context, zmq::socket_type::router);
    server.bind("inproc://test");
    zmq::socket_t client = connected(context, {"inproc://test", {}}, "c");
    auto bytes = std::make_shared<const std::string>(10'000, 'x');
    Frame frame(Op::question);
    frame.add(shared_part(*bytes, bytes));
    const bool sent = std::move(frame).send(client);
    REQUIRE(sent);
    {
        const auto got = Received::receive(server, true, true);
        REQUIRE(got);
        CHECK(static_cast<const void*>(got->parts.at(0).data()) == bytes->data());
        CHECK(bytes.use_count() == 2);
    }
    CHECK(bytes.use_count() == 1);
}

TEST_CASE("a frame to nobody is refused and a malformed message is dropped") {
    zmq::context_t context(0);
    zmq::socket_t server = make_socket(context, zmq::socket_type::router);
    server.bind("inproc://test");
    CHECK_FALSE(Frame(Op::answer).send(server, "nobody"));
    zmq::socket_t client = connected(context, {"inproc://test", {}}, "c");
    client.send(zmq::str_buffer("short"), zmq::send_flags::none);
    CHECK_FALSE(Received::receive(server, true, true));
    Frame(Op::question, 1).send(client);
    CHECK(Received::receive(server, true, true));
}

TEST_CASE("a mailbox runs tasks that other threads post, all of them, in each thread's order") {
    zmq::context_t context(0);
    Mailbox mailbox(context, make_socket(context, zmq::socket_type::dealer), "inproc://wake");
    constexpr int each = 10'000;
    std::vector<int> last(4, -1);
    int count = 0;
    bool ordered = true;
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (std::size_t thread = 0; thread < last.size(); ++thread)
        threads.emplace_back([&, thread] {
            for (int number = 0; number < each; ++number)
                mailbox.post([&, thread, number] {
                    ordered = ordered && last[thread] == number - 1;
                    last[thread] = number;
                    ++count;
                });
        });
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (count < 4 * each && std::chrono::steady_clock::now() < until)
        mailbox.run_once(1'000, 100, [](const Received&) {});
    for (std::thread& thread : threads) thread.join();
    CHECK(count == 4 * each);
    CHECK(ordered);
    mailbox.close();
    CHECK_FALSE(mailbox.post([] {}));
}

TEST_CASE("several threads send on one socket") {
    zmq::context_t context(0);
    zmq::socket_t server = make_socket(context, zmq::socket_type::router);
    server.bind("inproc://test");
    server.set(zmq::sockopt::rcvtimeo, 5'000);
    Sender sender(connected(context, {"inproc://test", {}}, "c"));
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int number = 0; number < 1'000; ++number) {
                Frame frame(Op::question);
                frame.add(owned_part("part"));
                sender.send(std::move(frame));
            }
        });
    for (std::thread& thread : threads) thread.join();
    int count = 0;
    while (count < 4'000) {
        const auto got = Received::receive(server, true, true);
        REQUIRE(got);
        REQUIRE(got->parts.size() == 1);
        ++count;
    }
}

TEST_CASE("timers run in order, and what they add waits for the next time") {
    Timers timers;
    std::string ran;
    CHECK(timers.wait_ms(0) == -1);
    timers.at(20, [&] { ran += "b"; });
    timers.at(10, [&] {
        ran += "a";
        timers.at(10, [&] { ran += "c"; });
    });
    const auto cancelled = timers.at(15, [&] { ran += "x"; });
    timers.cancel(cancelled);
    CHECK(timers.wait_ms(4) == 6);
    timers.run_due(9);
    CHECK(ran.empty());
    timers.run_due(30);
    CHECK(ran == "a");
    timers.run_due(30);
    CHECK(ran == "acb");
}

TEST_CASE("a build is known by a digest") { CHECK(build_id().size() == 64); }
