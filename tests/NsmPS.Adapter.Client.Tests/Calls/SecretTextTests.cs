using NsmPS.Adapter.Client.Calls;

namespace NsmPS.Adapter.Client.Tests.Calls;

public sealed class SecretTextTests
{
    private const string Kubeconfig =
        """
        apiVersion: "v1"
        clusters:
        - name: "lab"
          cluster: { server: "https://10.0.0.1", certificate-authority-data: "QUJDREVG" }
        users:
        - name: "admin"
          user:
            token: "t0p-secret"
            password: 'hunter2!'
            client-key-data: LS0tLS1CRUdJTg==
        """;

    [Fact]
    public void Scrub_QuotedCredentials_AreHiddenAndNothingElse()
    {
        var shown = new SecretText([Kubeconfig]).Scrub("lab at https://10.0.0.1 refused t0p-secret, hunter2!, LS0tLS1CRUdJTg== of admin");

        Assert.Equal("lab at https://10.0.0.1 refused (hidden), (hidden), (hidden) of admin", shown);
    }
}
