using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Adapter;

public sealed class AdapterBadInputTests : IAsyncDisposable
{
    private readonly SilentCluster _adapter = new();
    private readonly KubeconfigFile _kubeconfig;
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public AdapterBadInputTests() => _kubeconfig = KubeconfigFile.For(("silent", _adapter.Address));

    public static TheoryData<string, string, string> Inputs => new()
    {
        { "Get-NsmAdapter -Address 'http://h/path'", "AdapterAddressInvalid", "InvalidArgument" },
        { "Get-NsmAdapter -Address https://$address -CertificateAuthority ./not-there.pem", "CertificateFileInvalid", "InvalidData" },
        { "Get-NsmAdapter -Address https://$address -ClientKey $kubeconfig", "CertificateFileInvalid", "InvalidData" },
        { "Test-NsmAdapter 'no port:1'", "AdapterAddressInvalid", "InvalidArgument" },
        { "Test-NsmAdapter $address -Timeout 0", "TimeoutInvalid", "InvalidArgument" },
        { "Test-NsmAdapter -Quiet h:99999", "AdapterAddressInvalid", "InvalidArgument" },
        { "Get-NsmAdapterOperation -Address ':1'", "AdapterAddressInvalid", "InvalidArgument" },
        { "Watch-NsmAdapterEvent -Address 'ftp://h:1'", "AdapterAddressInvalid", "InvalidArgument" },
        { "Watch-NsmAdapterEvent -Address $address -First 0", "OptionInvalid", "InvalidArgument" },
        { "Invoke-NsmAdapterOperation custom -Address 'h:0' -Kubeconfig $kubeconfig", "AdapterAddressInvalid", "InvalidArgument" },
        { "Invoke-NsmAdapterOperation custom -Address $address -Kubeconfig ./not-there", "KubeconfigNotFound", "ObjectNotFound" },
        { "Invoke-NsmAdapterOperation custom -Address $address -Kubeconfig $kubeconfig -Context nowhere", "ContextNotFound", "ObjectNotFound" },
        { "Invoke-NsmAdapterOperation custom -Address $address -Kubeconfig $kubeconfig -Path ./not-there.yaml", "ManifestInvalid", "InvalidData" },
        { "Invoke-NsmAdapterOperation custom -Address $address -Kubeconfig $kubeconfig -Wait -Timeout soon", "TimeoutInvalid", "InvalidArgument" },
        { "Start-NsmAdapter -Port -1", "OptionInvalid", "InvalidArgument" },
        { "Start-NsmAdapter -Port 65536", "OptionInvalid", "InvalidArgument" },
        { "Start-NsmAdapter -HealthPort 0", "OptionInvalid", "InvalidArgument" },
        { "Start-NsmAdapter -ListenAddress somewhere", "OptionInvalid", "InvalidArgument" },
        { "Start-NsmAdapter -TlsCertificate $kubeconfig", "OptionInvalid", "InvalidArgument" },
        { "Start-NsmAdapter -ClientAuthority $kubeconfig", "OptionInvalid", "InvalidArgument" },
        { "Start-NsmAdapter -TlsCertificate ./not-there -TlsKey $kubeconfig", "CertificateFileInvalid", "InvalidData" },
        { "Start-NsmAdapter -MesheryServer meshery:9081", "OptionInvalid", "InvalidArgument" },
        { "Start-NsmAdapter -Timeout 0", "TimeoutInvalid", "InvalidArgument" },
        { "Stop-NsmAdapter -Port 0", "OptionInvalid", "InvalidArgument" },
        { "Stop-NsmAdapter -Address 'h:x'", "AdapterAddressInvalid", "InvalidArgument" },
        { "Stop-NsmAdapter -All -Timeout -1", "TimeoutInvalid", "InvalidArgument" },
    };

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        _kubeconfig.Dispose();
        await _adapter.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Command_BadInput_HasAStableIdAndSendsNothing(string command, string id, string category)
    {
        var result = _engine.Run($"$address = $args[0]; $kubeconfig = $args[1]; {command}", _adapter.Address.Authority, _kubeconfig.FullName);

        Assert.NotNull(result.Ending);
        Assert.StartsWith($"{id},NsmPS.Commands.", result.Ending.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, result.Ending.CategoryInfo.Category.ToString());
        Assert.NotNull(result.Ending.TargetObject);
        Assert.NotEmpty(result.Ending.ErrorDetails.RecommendedAction);
        Assert.Empty(result.Output);
        Assert.Equal(0, _adapter.Connections);
    }

    [Fact]
    public void Invoke_ExecPlugin_IsRefusedAndNothingIsSent()
    {
        using var kubeconfig = KubeconfigFile.WithText(
            """
            current-context: lab
            contexts: [{ name: lab, context: { cluster: c, user: u } }]
            clusters: [{ name: c, cluster: { server: 'https://10.0.0.1' } }]
            users: [{ name: u, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: get-token } } }]
            """);

        var result = _engine.Run("Invoke-NsmAdapterOperation custom -Address $args[0] -Kubeconfig $args[1]", _adapter.Address.Authority, kubeconfig.FullName);

        Assert.Equal("KubeconfigNotPortable,NsmPS.Commands.InvokeNsmAdapterOperationCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Equal(0, _adapter.Connections);
    }
}
