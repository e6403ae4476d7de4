using System.Management.Automation;
using NsmPS.Adapter.Client;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that talk to adapters, here or elsewhere, ours or others'.</summary>
public abstract class AdapterCommand : NsmCommand
{
    /// <summary>What -Address means, where one adapter is meant.</summary>
    private protected const string AddressHelp = "The adapter, as host:port, or https://host:port for one that wants TLS; without it "
        + "127.0.0.1:10004.";

    [Parameter(HelpMessage = "A PEM file with the authorities that may sign the adapter's certificate; without it the system's.")]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    [Parameter(HelpMessage = "A PEM file with the certificate to show to an adapter that asks for one.")]
    [ValidateNotNullOrEmpty]
    public string? ClientCertificate { get; set; }

    [Parameter(HelpMessage = "A PEM file with the key of -ClientCertificate.")]
    [ValidateNotNullOrEmpty]
    public string? ClientKey { get; set; }

    /// <summary>How long one call to the adapter may take; null for the client's own limit.</summary>
    private protected virtual TimeSpan? CallLimit => null;

    /// <summary>The TLS files that the parameters name. Call it on the pipeline thread.</summary>
    private protected AdapterTls Tls() => new(
        FileSystemPath(CertificateAuthority, NsmErrors.CertificateFileInvalid),
        FileSystemPath(ClientCertificate, NsmErrors.CertificateFileInvalid),
        FileSystemPath(ClientKey, NsmErrors.CertificateFileInvalid));

    /// <summary>Runs work with a connection to the adapter at an address; a failure is an error.</summary>
    /// <returns>Whether it did not fail.</returns>
    private protected bool RunWith(string address, Func<AdapterClient, PipelineQueue, CancellationToken, Task> work)
    {
        var tls = Tls();
        return TryRun(async (queue, token) =>
        {
            var parsed = AdapterAddress.Parse(address);
            var options = LocalAdapters.Options(parsed, tls);
            using var client = new AdapterClient(parsed, options with { Deadline = CallLimit ?? options.Deadline }, TimeProvider.System);
            await work(client, queue, token);
        });
    }
}
