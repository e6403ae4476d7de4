using NsmPS.Adapter.Hosting;

namespace NsmPS.Adapter.Registration;

/// <summary>Brings a server to show every component, as far as it does: it is asked what it has, gets what it lacks, and is asked
/// again.</summary>
internal sealed class RegistrationRound(MesheryClient client, AdapterSettings settings, AdapterCatalog catalog, int port)
{
    // What the server has taken. One that shows nothing of it must not get it again and again: each time would be one row more.
    private readonly HashSet<ComponentName> _taken = [];

    /// <exception cref="NsmException">RegistrationFailed: the server does not answer.</exception>
    public async Task<RegistrationReport> RunAsync(CancellationToken cancellationToken)
    {
        var wanted = ComponentDefinitions.For(catalog.Value).ToList();
        try
        {
            var shown = await client.ReadAsync(cancellationToken);
            var had = await client.ReadComponentsAsync(cancellationToken);
            _taken.RemoveWhere(name => had?.Contains(name) == true);
            var refused = new List<string>();
            var sent = await SendAsync(wanted.Where(definition => IsDue(definition.Name, shown, had)).ToList(), refused, cancellationToken);
            shown = sent > 0 ? await client.ReadAsync(cancellationToken) : shown;
            if (settings.MesheryTokenFile is { } file && Lacking(wanted, shown).Count > 0)
            {
                await ImportAsync(ServerToken.Read(file), shown, refused, cancellationToken);
                shown = await client.ReadAsync(cancellationToken);
            }

            // What was there once and is not any more was forgotten, by a restart for example.
            _taken.RemoveWhere(name => shown?.Has(name) == true);
            return new RegistrationReport { Shown = shown, Sent = sent, Missing = Lacking(wanted, shown), Refused = refused };
        }
        catch (NsmException)
        {
            // It may have been restarted, and then it has forgotten them.
            _taken.Clear();
            throw;
        }
    }

    private bool IsDue(ComponentName component, RegisteredModels? shown, IReadOnlySet<ComponentName>? had) =>
        shown?.Has(component) != true
        && had?.Contains(component) != true
        && (!_taken.Contains(component) || shown is { Versions.Count: > 0 } || had is { Count: > 0 });

    private async Task<int> SendAsync(IReadOnlyList<ComponentDefinition> due, List<string> refused, CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var definition in due)
        {
            var answer = await client.RegisterAsync(definition, settings, port, cancellationToken);
            if (answer.Success || answer.TimedOut)
            {
                _taken.Add(definition.Name);
                sent++;
            }

            if (answer.Refusal is { } reason)
            {
                refused.Add($"it {reason} for {definition.Kind} {definition.Version}");
            }
        }

        return sent;
    }

    private async Task ImportAsync(ServerToken token, RegisteredModels? shown, List<string> refused, CancellationToken cancellationToken)
    {
        foreach (var package in ModelPackage.For(catalog.Value).Where(package => shown?.Versions.Contains(package.Version) != true))
        {
            if ((await client.ImportAsync(package, token, cancellationToken)).Refusal is { } reason)
            {
                refused.Add($"it {reason} for the import of {package.FileName}");
            }
        }
    }

    private static List<ComponentName> Lacking(IEnumerable<ComponentDefinition> wanted, RegisteredModels? shown) =>
        [.. wanted.Select(definition => definition.Name).Where(name => shown?.Has(name) != true)];
}
