using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Errors;
using NsmPS.Kubernetes;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Lists the contexts of the kubeconfig.</summary>
[Cmdlet(VerbsCommon.Get, "NsmContext")]
[OutputType(typeof(NsmContext))]
public sealed class GetNsmContextCommand : NsmCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "The contexts to list; wildcards are allowed.")]
    [NameOf(nameof(NsmContext.Name), typeof(NsmContext))]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ValueFromPipelineByPropertyName = true,
        HelpMessage = "The kubeconfig file; without it the connected one, then KUBECONFIG, then ~/.kube/config.")]
    [Alias(KubeconfigAlias)]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    protected override void ProcessRecord()
    {
        var kubeconfig = KubeconfigPath(Kubeconfig) ?? RunspaceSession.Current.Default?.Kubeconfig ?? RelativeKubeconfig();
        TryRun(queue =>
        {
            var contexts = ClusterContexts.List(kubeconfig);
            foreach (var context in contexts.Where(context => Name.Any(wanted => Matches(context, wanted))))
            {
                queue.Object(context);
            }

            foreach (var name in Name.Where(name =>
                !WildcardPattern.ContainsWildcardCharacters(name) && !contexts.Any(context => Matches(context, name))))
            {
                queue.Error(ErrorRecords.From(new NsmException(NsmErrors.ContextNotFound, $"There is no context '{name}'.", name)));
            }
        });
    }

    private static bool Matches(NsmContext context, string wanted) => NamePattern.Of(wanted).IsMatch(context.Name);
}
