using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// No test may reach a cluster that somebody works with.
Environment.SetEnvironmentVariable("KUBECONFIG", Path.Combine(AppContext.BaseDirectory, "no-kubeconfig"));

// Nor may one see or stop the adapters that somebody uses. Processes that tests start share the folder.
if (Environment.GetEnvironmentVariable("NSMPS_TEST_STATE") is null)
{
    var state = Directory.CreateTempSubdirectory("nsmps-state-").FullName;
    Environment.SetEnvironmentVariable("NSMPS_TEST_STATE", state);
    Environment.SetEnvironmentVariable("XDG_STATE_HOME", state);
    AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(state, recursive: true);
}

return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, NsmPS.Module.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
