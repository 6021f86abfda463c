(function(e,t){try{t=localStorage.getItem("rolebook-theme")}catch(e){}e.classList.add("js");if(t=="light"||t=="dark")e.dataset.theme=t})(document.documentElement)
