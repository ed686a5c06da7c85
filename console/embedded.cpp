#include "console/embedded.hpp"

#include <fmt/format.h>

#include "platform/http/server.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::console {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

/// The person of the demo city whom a role is shown as.
struct DemoPerson {
  contract::Role role;
  const char* name;
  const char* organisation;
  std::optional<contract::Stakeholder> stakeholder = {};
};
constexpr DemoPerson kPeople[] = {
    {contract::Role::project_lead, "Jana Arndt", "", contract::Stakeholder::administration},
    {contract::Role::editor, "Lena Vogt", ""},
    {contract::Role::reviewer, "Dr. Anke Wendt", "org-ihk", contract::Stakeholder::ihk},
    {contract::Role::merchant, "Miriam Falk", "demo-merchant", contract::Stakeholder::retail},
    {contract::Role::security_analyst, "Kerstin Blum", ""},
    {contract::Role::privacy_officer, "Dr. Paul Reuter", ""},
};

class Embedded final : public EmbeddedPlatform {
 public:
  ~Embedded() override {
    if (server_) server_->stop();
    if (service_) service_->stop();
  }

  base::Done open(const std::string& data_dir) {
    platform::ServiceOptions service_options;
    service_options.store = "sqlite:" + data_dir + "/demo-city.sqlite";
    service_options.public_needs_token = true;
    service_options.watch = true;
    service_options.staff_domains = {"worms.example"};  // as all addresses of the demo city's administration
    auto service = platform::Service::open(service_options);
    if (!service) return service.error();
    service_ = std::move(*service);
    if (auto seeded = service_->seed_demo_city(); !seeded) return seeded.error();
    auto certificate = platform::make_certificate("localhost");
    if (!certificate) return certificate.error();
    platform::ServerOptions server_options;
    server_options.cert_pem = certificate->cert_pem;
    server_options.key_pem = certificate->key_pem;
    auto server = platform::Server::start(server_options, *service_);
    if (!server) return server.error();
    server_ = std::move(*server);
    return {};
  }

  [[nodiscard]] std::string url() const override {
    return fmt::format("https://127.0.0.1:{}", server_->port());
  }
  [[nodiscard]] std::string certificate_pem() const override { return server_->certificate_pem(); }

  base::Result<std::string> token(contract::Role role) override {
    for (const auto& person : kPeople)
      if (person.role == role)
        return service_->make_token(role, person.name, person.organisation, kDayMs, person.stakeholder);
    return base::fail(base::ErrorKind::internal, "the demo city has nobody with this role");
  }

 private:
  std::unique_ptr<platform::Service> service_;
  std::unique_ptr<platform::Server> server_;
};

}  // namespace

base::Result<std::unique_ptr<EmbeddedPlatform>> EmbeddedPlatform::start(const std::string& data_dir) {
  auto embedded = std::make_unique<Embedded>();
  if (auto opened = embedded->open(data_dir); !opened) return opened.error();
  return std::unique_ptr<EmbeddedPlatform>(std::move(embedded));
}

}  // namespace stadtpult::console
