package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

final class PeerIdentityTest {

    private static CertificateBuilder certificate(String subject) {
        return new CertificateBuilder().ecp256().subject(subject);
    }

    private static X509Certificate signed(CertificateBuilder certificate) throws Exception {
        return certificate.buildIssuedBy(certificate("CN=issuer").setIsCertificateAuthority(true)
                .buildSelfSigned()).getCertificate();
    }

    @Test
    void of_commonDnsAndUriNames_areItsNamesInThisOrder() throws Exception {
        PeerIdentity identity = PeerIdentity.of(signed(certificate("CN=client,O=Parkway")
                .addSanUriName("spiffe://parkway.test/client").addSanDnsName("client.test")
                .addSanDirectoryName("CN=nobody").addSanIpAddress("127.0.0.1")));

        assertThat(identity.subject()).isEqualTo("CN=client,O=Parkway");
        assertThat(identity.names()).first().isEqualTo("client");
        assertThat(identity.names())
                .containsExactlyInAnyOrder("client", "client.test", "spiffe://parkway.test/client");
        assertThat(identity).hasToString(String.join(", ", identity.names()));
    }

    @Test
    void of_noCommonName_isKnownByItsSubject() throws Exception {
        PeerIdentity identity = PeerIdentity.of(signed(certificate("O=Parkway")));

        assertThat(identity.names()).isEmpty();
        assertThat(identity).hasToString("O=Parkway");
    }

    @Test
    void equals_renewedCertificate_isTheSamePeers() throws Exception {
        PeerIdentity before = PeerIdentity.of(signed(certificate("CN=client").addSanDnsName("client.test")));

        assertThat(PeerIdentity.of(signed(certificate("CN=client").addSanDnsName("client.test"))))
                .isEqualTo(before);
        assertThat(PeerIdentity.of(signed(certificate("CN=client").addSanDnsName("other.test"))))
                .isNotEqualTo(before);
        assertThat(PeerIdentity.of(signed(certificate("CN=client,O=Else").addSanDnsName("client.test"))))
                .isNotEqualTo(before);
    }
}
