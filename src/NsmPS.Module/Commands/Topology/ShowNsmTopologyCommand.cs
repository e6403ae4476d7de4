using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Processes;
using NsmPS.Session;
using NsmPS.Topology;
using NsmPS.Topology.Live;

namespace NsmPS.Commands;

/// <summary>Shows who is connected with whom on a web page of this machine that changes with the cluster.</summary>
[Cmdlet(VerbsCommon.Show, "NsmTopology")]
[OutputType(typeof(NsmTopologyPage))]
public sealed class ShowNsmTopologyCommand : TopologyCommand
{
    [Parameter(HelpMessage = "The port of this machine that the page is on; 0 takes any free one.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Port { get; set; }

    [Parameter(HelpMessage = "Do not open a browser.")]
    public SwitchParameter NoBrowser { get; set; }

    [Parameter(HelpMessage = "How long the page is there, as a TimeSpan, seconds, or text such as 5m or 1h30m; without it until Ctrl+C.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan? For { get; set; }

    [Parameter(HelpMessage = "Do not ask NSM's managers, only look into the pods.")]
    public SwitchParameter PodsOnly { get; set; }

    private protected override TopologyOptions Options => new() { AskManagers = !PodsOnly };

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Refuse(AdapterParameters.PortProblem(nameof(Port), Port, 0));
    }

    protected override void ProcessRecord()
    {
        if (ResolveTargets().Count > 1)
        {
            Fail(Invalid("The page shows one cluster; several contexts are given.", nameof(Context)));
        }

        ForEachCluster(async (target, queue, token) =>
        {
            var cluster = await ConnectAsync(target, token);
            using var page = await TopologyPage.OpenAsync(cluster, new ManagerCrossConnects(), OptionsFor(target), Port, token);
            queue.Result(new NsmTopologyPage { Cluster = cluster.Name, Address = page.Address }, target);
            if (!NoBrowser && !Browser.Open(page.Address, ProcessEnvironment.Current))
            {
                queue.Warning($"There is no browser to open here; open {page.Address} yourself.");
            }

            await page.RunAsync(For, token);
        });
    }
}
