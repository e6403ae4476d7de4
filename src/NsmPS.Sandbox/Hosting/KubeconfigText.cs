using System.Text;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Writes how to connect.</summary>
internal static class KubeconfigText
{
    private const string Name = "nsmps-sandbox";

    public static string Make(Uri server, string authorityPem, string token) => $$"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {{Name}}
          cluster:
            server: {{server.GetLeftPart(UriPartial.Authority)}}
            certificate-authority-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))}}
        users:
        - name: {{Name}}
          user:
            token: {{token}}
        contexts:
        - name: {{Name}}
          context:
            cluster: {{Name}}
            user: {{Name}}
        current-context: {{Name}}

        """;
}
