using System.Globalization;
using System.Text;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Writes how to connect.</summary>
internal static class KubeconfigText
{
    /// <summary>The context is named after the port, so that files of several sandboxes can be used together.</summary>
    public static string Make(Uri server, string authorityPem, string token)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"nsmps-sandbox-{server.Port}");
        return $$"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {{name}}
              cluster:
                server: {{server.GetLeftPart(UriPartial.Authority)}}
                certificate-authority-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))}}
            users:
            - name: {{name}}
              user:
                token: {{token}}
            contexts:
            - name: {{name}}
              context:
                cluster: {{name}}
                user: {{name}}
            current-context: {{name}}

            """;
    }
}
