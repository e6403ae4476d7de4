using NsmPS.Module.Tests.Engine;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// No test may reach a cluster that somebody works with.
Environment.SetEnvironmentVariable("KUBECONFIG", Path.Combine(AppContext.BaseDirectory, "no-kubeconfig"));

// The test program is also the fresh process that some tests need: with this word it is a bare engine and no test runner.
return args switch
{
    [EngineProcess.Word, var script] => EngineProcess.RunHere(script),
    _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
        await TestPlatformTestFramework.RunAsync(args, NsmPS.Module.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
