import { defineService } from "../define-service";

export const service = defineService({
  id: "ldap",
  title: "OpenLDAP",
  names: ["ldap"],
  serviceName: "ldap",
  image: "osixia/openldap:1.5.0",
  imageNames: ["openldap"],
  port: 389,
  access: {
    user: "cn=admin,dc=example,dc=org",
    database: null,
    passwordVariable: "LDAP_ADMIN_PASSWORD",
    scheme: "ldap",
    path: "",
  },
  environment: { LDAP_ADMIN_PASSWORD: "{password}" },
  check: ["ldapsearch", "-x", "-H", "ldap://localhost", "-b", "", "-s", "base"],
  data: () => "/var/lib/ldap",
  memory: "256M",
});
