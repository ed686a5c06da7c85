#pragma once
// multipart/form-data as browsers write it, and as none should.

#include <optional>
#include <string>
#include <vector>

namespace stadtpult::testing {

struct Part {
  std::string name, body;
  std::optional<std::string> file_name = {};
  std::string content_type = {};
};

inline std::string form_parts(const std::vector<Part>& parts, const std::string& boundary = "----b0und") {
  std::string out;
  for (const auto& part : parts) {
    out += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
    if (part.file_name) out += "; filename=\"" + *part.file_name + "\"";
    out += "\r\n";
    if (!part.content_type.empty()) out += "Content-Type: " + part.content_type + "\r\n";
    out += "\r\n" + part.body + "\r\n";
  }
  return out + "--" + boundary + "--\r\n";
}

inline std::string parts_type(const std::string& boundary = "----b0und") {
  return "multipart/form-data; boundary=" + boundary;
}

}  // namespace stadtpult::testing
