// The platform on Windows.
#ifdef _WIN32

// clang-format off
#include <windows.h>
#include <psapi.h>
#include <tlhelp32.h>
// clang-format on

#include <chrono>
#include <cstdlib>

#include "platform.hpp"

namespace crossdock::sdk::validator {

namespace {

constexpr const wchar_t* report_variable = L"CROSSDOCK_PLUGIN_CHECK_REPORT";

std::wstring wide(const std::string& text) { return std::filesystem::path(text).wstring(); }

// One argument quoted by the rules of CommandLineToArgvW.
std::wstring quoted(const std::wstring& argument) {
    std::wstring out = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t character : argument) {
        if (character == L'\\') {
            ++backslashes;
            continue;
        }
        out.append(character == L'"' ? 2 * backslashes + 1 : backslashes, L'\\');
        backslashes = 0;
        out += character;
    }
    out.append(2 * backslashes, L'\\');
    return out + L'"';
}

class WindowsChild final : public ChildProcess {
public:
    WindowsChild(HANDLE process, HANDLE pipe) : process_(process), pipe_(pipe) {}
    WindowsChild(const WindowsChild&) = delete;
    WindowsChild& operator=(const WindowsChild&) = delete;
    ~WindowsChild() override {
        ::TerminateProcess(process_, 3);
        ::WaitForSingleObject(process_, INFINITE);
        ::CloseHandle(process_);
        ::CloseHandle(pipe_);
    }

    Read read_line(std::string& line, std::uint32_t at_most_ms) override {
        using Clock = std::chrono::steady_clock;
        const auto deadline = Clock::now() + std::chrono::milliseconds(at_most_ms);
        while (true) {
            if (const std::size_t end = received_.find('\n'); end != std::string::npos) {
                line = received_.substr(0, end);
                received_.erase(0, end + 1);
                return Read::line;
            }
            DWORD waiting = 0;
            if (::PeekNamedPipe(pipe_, nullptr, 0, nullptr, &waiting, nullptr) == 0) return Read::closed;
            if (waiting == 0) {
                if (Clock::now() >= deadline) return Read::timed_out;
                ::Sleep(5);
                continue;
            }
            char piece[4096];
            DWORD size = 0;
            if (::ReadFile(pipe_, piece, sizeof piece, &size, nullptr) == 0) return Read::closed;
            received_.append(piece, size);
        }
    }

    void kill() override { ::TerminateProcess(process_, 3); }

    std::string wait() override {
        ::WaitForSingleObject(process_, INFINITE);
        DWORD code = 0;
        ::GetExitCodeProcess(process_, &code);
        constexpr DWORD severity_error = 0xC0000000u;
        if ((code & severity_error) == severity_error) return "crashed with exception " + std::to_string(code);
        return "ended the process with exit code " + std::to_string(code);
    }

private:
    HANDLE process_;
    HANDLE pipe_;
    std::string received_;
};

}  // namespace

std::unique_ptr<ChildProcess> ChildProcess::start(const std::vector<std::string>& arguments, bool show_output,
                                                  std::string& failure) {
    SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
    HANDLE read_end = nullptr;
    HANDLE write_end = nullptr;
    if (::CreatePipe(&read_end, &write_end, &inheritable, 0) == 0) {
        failure = "cannot make a pipe: error " + std::to_string(::GetLastError());
        return nullptr;
    }
    ::SetHandleInformation(read_end, HANDLE_FLAG_INHERIT, 0);
    ::SetEnvironmentVariableW(report_variable, std::to_wstring(reinterpret_cast<std::uintptr_t>(write_end)).c_str());
    std::wstring line = quoted(own_path().wstring());
    for (const std::string& argument : arguments) line += L' ' + quoted(wide(argument));

    HANDLE nowhere = ::CreateFileW(L"NUL", GENERIC_WRITE, FILE_SHARE_WRITE, &inheritable, OPEN_EXISTING, 0, nullptr);
    STARTUPINFOW startup{};
    startup.cb = sizeof startup;
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdInput = nullptr;
    startup.hStdOutput = startup.hStdError = show_output ? ::GetStdHandle(STD_ERROR_HANDLE) : nowhere;
    PROCESS_INFORMATION made{};
    const BOOL started =
        ::CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &startup, &made);
    const DWORD number = ::GetLastError();
    ::CloseHandle(write_end);
    ::CloseHandle(nowhere);
    if (started == 0) {
        ::CloseHandle(read_end);
        failure = "cannot start this program again: error " + std::to_string(number);
        return nullptr;
    }
    ::CloseHandle(made.hThread);
    return std::make_unique<WindowsChild>(made.hProcess, read_end);
}

void write_line_to_parent(std::string_view line) {
    wchar_t number[32] = {};
    ::GetEnvironmentVariableW(report_variable, number, 31);
    // The parent hands the pipe's handle over as a number.
    const auto pipe = reinterpret_cast<HANDLE>(static_cast<std::uintptr_t>(std::wcstoull(number, nullptr, 10)));
    std::string bytes(line);
    bytes += '\n';
    DWORD written = 0;
    if (::WriteFile(pipe, bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr) == 0) std::_Exit(2);
}

// Windows has no such signal; the child ends with its next line.
void end_with_parent() { ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX); }

std::filesystem::path own_path() {
    std::wstring path(32768, L'\0');
    path.resize(::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
    return path;
}

void* open_library(const std::filesystem::path& path, std::string& failure) {
    const HMODULE library = ::LoadLibraryExW(std::filesystem::absolute(path).c_str(), nullptr,
                                             LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (library == nullptr) failure = "LoadLibraryEx answered error " + std::to_string(::GetLastError());
    return library;
}

void* find_symbol(void* library, const char* name) {
    return reinterpret_cast<void*>(::GetProcAddress(static_cast<HMODULE>(library), name));
}

Resources measure_resources() {
    Resources now;
    DWORD handles = 0;
    ::GetProcessHandleCount(::GetCurrentProcess(), &handles);
    now.handles = handles;
    const HANDLE snapshot = ::CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    THREADENTRY32 thread{};
    thread.dwSize = sizeof thread;
    for (BOOL more = ::Thread32First(snapshot, &thread); more != 0; more = ::Thread32Next(snapshot, &thread))
        now.threads += thread.th32OwnerProcessID == ::GetCurrentProcessId() ? 1 : 0;
    ::CloseHandle(snapshot);
    PROCESS_MEMORY_COUNTERS memory{};
    memory.cb = sizeof memory;
    ::GetProcessMemoryInfo(::GetCurrentProcess(), &memory, sizeof memory);
    now.heap_bytes = memory.PagefileUsage;
    now.resident_bytes = memory.WorkingSetSize;
    return now;
}

}  // namespace crossdock::sdk::validator

#endif
